package lifeboat.app.controller;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import lifeboat.workers.bpmn.BpmnNames.ProcessMessage;
import lifeboat.workers.migration.SessionMigration;

/**
 * The engine behind the controller.
 *
 * @param embedded whether it runs in the controller's own JVM
 * @param grpc the address of its gRPC port
 * @param rest the address of its REST API
 * @param database where an embedded engine keeps its state
 * @param web whether an embedded engine serves Tasklist and Cockpit
 * @param login what the controller logs in with; if empty, nobody has to log in to gRPC and REST
 */
public record EngineSettings(boolean embedded, URI grpc, URI rest, EngineDatabase database, boolean web,
        Optional<EngineLogin> login) {

    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("camunda.client.grpc-address", grpc.toString());
        properties.put("camunda.client.rest-address", rest.toString());
        properties.put("embedded-engine.enabled", embedded);
        login.ifPresent(own -> {
            properties.put("camunda.client.auth.method", "basic");
            properties.put("camunda.client.auth.username", own.user());
            properties.put("camunda.client.auth.password", own.password());
        });
        if (embedded) {
            properties.put("embedded-engine.database", database.url());
            properties.put("embedded-engine.database-user", database.user());
            properties.put("embedded-engine.database-password", database.password());
            properties.put("embedded-engine.web", web);
            login.ifPresent(own -> {
                properties.put("embedded-engine.authentication", true);
                properties.put("embedded-engine.own-user", own.user());
                properties.put("embedded-engine.own-password", own.password());
                properties.put("embedded-engine.start-messages", ProcessMessage.MIGRATION_REQUESTED);
                properties.put("embedded-engine.caller-variable", SessionMigration.VARIABLE_REQUESTED_BY);
            });
            properties.put("embedded-engine.grpc-host", grpc.getHost());
            properties.put("embedded-engine.grpc-port", grpc.getPort());
            properties.put("server.address", rest.getHost());
            properties.put("server.port", rest.getPort());
        } else {
            properties.put("spring.main.web-application-type", "none");
            properties.put("spring.main.keep-alive", true);
        }
        return properties;
    }
}
