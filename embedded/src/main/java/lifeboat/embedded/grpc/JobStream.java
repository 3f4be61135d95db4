package lifeboat.embedded.grpc;

import io.camunda.zeebe.gateway.protocol.GatewayOuterClass;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.StreamActivatedJobsRequest;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import lifeboat.embedded.job.ActivatedJob;
import lifeboat.embedded.variable.JsonVariables;

/** A worker's stream: jobs are pushed for as long as it is open. */
class JobStream extends JobCall<GatewayOuterClass.ActivatedJob> {

    private static final int PUSH = 8;

    JobStream(StreamActivatedJobsRequest request, JsonVariables json,
            ServerCallStreamObserver<GatewayOuterClass.ActivatedJob> observer) {
        super(request.getType(), request.getWorker(), request.getTimeout(), request.getFetchVariableList(), json,
                observer);
    }

    @Override
    public boolean isStream() {
        return true;
    }

    @Override
    public int capacity() {
        return isReady() ? PUSH : 0;
    }

    @Override
    public boolean deliver(List<ActivatedJob> jobs) {
        return jobs.stream().allMatch(job -> send(message(job)));
    }
}
