package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ActivateJobsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import lifeboat.embedded.job.ActivatedJob;
import lifeboat.embedded.variable.JsonVariables;

/** A worker's poll, held open until there are jobs or its time is over. */
class JobPoll extends JobCall<ActivateJobsResponse> {

    private final int max;

    JobPoll(ActivateJobsRequest request, JsonVariables json, ServerCallStreamObserver<ActivateJobsResponse> observer) {
        super(request.getType(), request.getWorker(), request.getTimeout(), request.getFetchVariableList(), json,
                observer);
        this.max = request.getMaxJobsToActivate();
    }

    @Override
    public int capacity() {
        return max;
    }

    @Override
    public boolean deliver(List<ActivatedJob> jobs) {
        boolean sent = send(ActivateJobsResponse.newBuilder().addAllJobs(jobs.stream().map(this::message).toList())
                .build());
        end();
        return sent;
    }
}
