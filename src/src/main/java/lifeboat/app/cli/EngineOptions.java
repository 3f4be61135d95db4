package lifeboat.app.cli;

import io.camunda.client.CamundaClient;
import io.camunda.client.CamundaClientBuilder;
import io.camunda.client.impl.basicauth.BasicAuthCredentialsProviderBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import lifeboat.app.controller.EngineLogin;
import lifeboat.app.controller.LoopbackAddress;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Option;

/** Where the engine is, and who one is to it. */
class EngineOptions {

    private static final String WARNS_OF_EACH_UNENCRYPTED_LOGIN = "io.camunda.client.impl.CamundaCallCredentials";
    private static final String PASSWORD = "LIFEBOAT_PASSWORD";

    @Option(names = "--grpc", defaultValue = "${LIFEBOAT_GRPC:-http://127.0.0.1:26500}", paramLabel = "URL",
            description = "The engine's gRPC address (default: ${DEFAULT-VALUE}, or LIFEBOAT_GRPC).")
    private URI grpc;

    @Option(names = "--rest", defaultValue = "${LIFEBOAT_REST:-http://127.0.0.1:8088}", paramLabel = "URL",
            description = "The engine's REST address (default: ${DEFAULT-VALUE}, or LIFEBOAT_REST).")
    private URI rest;

    @Option(names = "--user", defaultValue = "${LIFEBOAT_USER:-}", paramLabel = "NAME",
            description = "Who logs in to the engine, where that is wanted (default: LIFEBOAT_USER). The password comes "
                    + "from LIFEBOAT_PASSWORD, or --password-file.")
    private String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file with the password, and nothing else.")
    private Path passwordFile;

    /** @throws RequestRefused if nothing could be reached at one of the addresses */
    void check() {
        requireAddress("--grpc", grpc);
        requireAddress("--rest", rest);
    }

    private static void requireAddress(String option, URI address) {
        if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
            throw new RequestRefused("%s must be http://HOST:PORT or https://HOST:PORT, and is '%s'.".formatted(option,
                    address));
        }
    }

    URI grpc() {
        return grpc;
    }

    URI rest() {
        return rest;
    }

    /** @throws RequestRefused if there is a user without a password */
    Optional<EngineLogin> login() {
        if (user == null || user.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new EngineLogin(user, passwordFile == null ? passwordFromEnvironment()
                : passwordFromFile()));
    }

    private String passwordFromEnvironment() {
        String password = System.getenv(PASSWORD);
        if (password == null) {
            throw new RequestRefused("User '%s' has no password here: set %s, or name a file with --password-file."
                    .formatted(user, PASSWORD));
        }
        return password;
    }

    private String passwordFromFile() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new RequestRefused("The password file '%s' cannot be read.".formatted(passwordFile));
        }
    }

    /** Where the password would be read by whoever is on the way; empty for nowhere. */
    Optional<URI> unencrypted() {
        return login().flatMap(login -> Stream.of(grpc, rest).filter(address -> "http".equals(address.getScheme())
                && !LoopbackAddress.isLoopback(address)).findFirst());
    }

    CamundaClient connect() {
        check();
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(WARNS_OF_EACH_UNENCRYPTED_LOGIN, LogLevel.OFF);
        CamundaClientBuilder builder = CamundaClient.newClientBuilder().grpcAddress(grpc).restAddress(rest)
                .preferRestOverGrpc(false).defaultRequestTimeout(Duration.ofSeconds(10));
        login().ifPresent(login -> builder.credentialsProvider(new BasicAuthCredentialsProviderBuilder()
                .username(login.user()).password(login.password()).applyEnvironmentOverrides(false).build()));
        return builder.build();
    }
}
