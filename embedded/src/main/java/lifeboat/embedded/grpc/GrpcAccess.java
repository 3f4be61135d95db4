package lifeboat.embedded.grpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.CreateProcessInstanceWithResultRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.ModifyProcessInstanceRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.PublishMessageRequest;
import io.camunda.zeebe.gateway.protocol.GatewayOuterClass.SetVariablesRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lifeboat.embedded.access.AccessRules;
import lifeboat.embedded.access.Caller;
import lifeboat.embedded.access.Callers;
import lifeboat.embedded.access.Permission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a call through if its caller is known, and may do that. */
public class GrpcAccess implements ServerInterceptor {

    private static final Logger ACCESS = LoggerFactory.getLogger("lifeboat.access");
    private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
            Metadata.ASCII_STRING_MARSHALLER);
    private static final String PUBLISH = "PublishMessage";

    /** A call that is not here is for administrators. */
    private static final Map<String, Permission[]> CALLS = Map.ofEntries(
            Map.entry("Topology", Permission.values()),
            Map.entry("ActivateJobs", of(Permission.WORK)),
            Map.entry("StreamActivatedJobs", of(Permission.WORK)),
            Map.entry("CompleteJob", of(Permission.WORK)),
            Map.entry("FailJob", of(Permission.WORK)),
            Map.entry("ThrowError", of(Permission.WORK)),
            Map.entry("UpdateJobTimeout", of(Permission.WORK)),
            Map.entry("UpdateJobRetries", of(Permission.OPERATE)),
            Map.entry("ResolveIncident", of(Permission.OPERATE)),
            Map.entry("CreateProcessInstance", of(Permission.OPERATE)),
            Map.entry("CreateProcessInstanceWithResult", of(Permission.OPERATE)),
            Map.entry("CancelProcessInstance", of(Permission.OPERATE)),
            Map.entry("ModifyProcessInstance", of(Permission.OPERATE)),
            Map.entry("MigrateProcessInstance", of(Permission.OPERATE)),
            Map.entry("SetVariables", of(Permission.OPERATE)),
            Map.entry("EvaluateDecision", of(Permission.OPERATE)),
            Map.entry("BroadcastSignal", of(Permission.OPERATE)),
            Map.entry(PUBLISH, of(Permission.PUBLISH, Permission.ALARM)),
            Map.entry("DeployResource", of(Permission.DEPLOY)));

    private final Callers callers;
    private final AccessRules rules;
    private final ObjectMapper json = new ObjectMapper();

    public GrpcAccess(Callers callers, AccessRules rules) {
        this.callers = callers;
        this.rules = rules;
    }

    private static Permission[] of(Permission... permissions) {
        return permissions;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(ServerCall<Q, R> call, Metadata headers,
            ServerCallHandler<Q, R> next) {
        String name = call.getMethodDescriptor().getBareMethodName();
        Optional<Caller> found = callers.find(headers.get(AUTHORIZATION));
        if (found.isEmpty()) {
            return refuse(call, Status.UNAUTHENTICATED, "Expected a user and a password (HTTP Basic) that are known "
                    + "here");
        }
        Caller caller = found.get();
        Permission[] needed = CALLS.getOrDefault(name, of(Permission.ADMINISTER));
        try {
            caller.require(needed);
        } catch (Caller.Forbidden e) {
            ACCESS.warn("{} was refused: {}", name, e.getMessage());
            return refuse(call, Status.PERMISSION_DENIED, e.getMessage());
        }
        return checked(call, next.startCall(call, headers), caller, needed[0]);
    }

    private static <Q, R> ServerCall.Listener<Q> refuse(ServerCall<Q, R> call, Status status, String why) {
        call.close(status.withDescription(why), new Metadata());
        return new ServerCall.Listener<>() { };
    }

    private <Q, R> ServerCall.Listener<Q> checked(ServerCall<Q, R> call, ServerCall.Listener<Q> next, Caller caller,
            Permission used) {
        String name = call.getMethodDescriptor().getBareMethodName();
        return new SimpleForwardingServerCallListener<>(next) {

            private boolean refused;

            @Override
            public void onMessage(Q message) {
                try {
                    super.onMessage(allowed(message, caller));
                    if (used.isLogged() && !caller.application()) {
                        ACCESS.info("{}: {}", caller.name(), name);
                    }
                } catch (Caller.Forbidden e) {
                    refused = true;
                    ACCESS.warn("{} was refused: {}", name, e.getMessage());
                    call.close(Status.PERMISSION_DENIED.withDescription(e.getMessage()), new Metadata());
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

    @SuppressWarnings("unchecked")
    private <Q> Q allowed(Q message, Caller caller) throws Caller.Forbidden {
        if (message instanceof PublishMessageRequest publish) {
            rules.requireToPublish(caller, publish.getName());
            return (Q) publish.toBuilder().setVariables(with(rules.ofMessage(caller,
                    publish.getName()), publish.getVariables())).build();
        } else if (message instanceof CreateProcessInstanceRequest create) {
            return (Q) create.toBuilder().setVariables(with(rules.ofInstance(caller), create.getVariables())).build();
        } else if (message instanceof CreateProcessInstanceWithResultRequest create) {
            return (Q) create.toBuilder().setRequest(create.getRequest().toBuilder().setVariables(with(
                    rules.ofInstance(caller), create.getRequest().getVariables()))).build();
        } else if (message instanceof SetVariablesRequest set) {
            rules.requireNotSet(caller, names(set.getVariables()));
        } else if (message instanceof ModifyProcessInstanceRequest modify) {
            for (var activate : modify.getActivateInstructionsList()) {
                for (var variables : activate.getVariableInstructionsList()) {
                    rules.requireNotSet(caller, names(variables.getVariables()));
                }
            }
        }
        return message;
    }

    /** What is no object is left to who refuses it. */
    private Set<String> names(String variables) {
        try {
            Set<String> names = new HashSet<>();
            json.readTree(variables).fieldNames().forEachRemaining(names::add);
            return names;
        } catch (JsonProcessingException e) {
            return Set.of();
        }
    }

    /** What is no object is left to who refuses it. */
    private String with(Map<String, String> more, String variables) {
        if (more.isEmpty()) {
            return variables;
        }
        try {
            JsonNode document = json.readTree(variables.isBlank() ? "{}" : variables);
            if (!(document instanceof ObjectNode object)) {
                return variables;
            }
            more.forEach(object::put);
            return json.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            return variables;
        }
    }
}
