package lifeboat.embedded.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Collection;
import java.util.List;
import lifeboat.embedded.OneTenant;
import lifeboat.embedded.Rejection;

/** Refuses what no call of the gateway carries out, whichever it is: other tenants, and tags. */
class RequestCheck implements ServerInterceptor {

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
        OneTenant.require(call, values(request, "tenantId"));
        OneTenant.require(call, values(request, "tenantIds"));
        OneTenant.requireNoTags(call, values(request, "tags"));
        if (field(request, "request") instanceof Message inner) {
            check(call, inner);
        }
    }

    @SuppressWarnings("unchecked")
    private static Collection<String> values(Message request, String name) {
        Object value = field(request, name);
        return value == null ? List.of() : value instanceof Collection<?> many ? (Collection<String>) many
                : List.of((String) value);
    }

    private static Object field(Message request, String name) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
        return field == null ? null : request.getField(field);
    }
}
