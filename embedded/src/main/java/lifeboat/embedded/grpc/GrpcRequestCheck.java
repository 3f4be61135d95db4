package lifeboat.embedded.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import lifeboat.embedded.api.OneTenant;
import lifeboat.embedded.api.Rejection;

/** Refuses what no call of the gateway carries out, whichever it is: other tenants, and tags. */
class GrpcRequestCheck implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            private boolean refused;

            @Override
            public void onMessage(Q message) {
                try {
                    if (message instanceof Message request) {
                        check(call.getMethodDescriptor().getBareMethodName(), request);
                    }
                    super.onMessage(message);
                } catch (Rejection e) {
                    refused = true;
                    call.close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()), new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static void check(String call, Message request) {
        OneTenant.check(call, name -> field(request, name));
        if (field(request, "request") instanceof Message inner) {
            check(call, inner);
        }
    }

    private static Object field(Message request, String name) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
        return field == null ? null : request.getField(field);
    }
}
