package lifeboat.connectors.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reference to a secret, never printed: {@code env:NAME} is an environment
 * variable, {@code file:PATH} the first line of a file.
 */
public record SecretReference(String reference) implements Secret {

    public static boolean isReference(String text) {
        return text.matches("(env|file):.+");
    }

    /** @throws IOException if there is no such variable or file; the message names it, never its content */
    @Override
    public String resolve() throws IOException {
        String target = reference.substring(reference.indexOf(':') + 1);
        if (reference.startsWith("env:")) {
            String value = System.getenv(target);
            if (value == null || value.isEmpty()) {
                throw new IOException("environment variable %s is not set".formatted(target));
            }
            return value;
        }
        Path file = Path.of(target);
        if (!Files.isReadable(file)) {
            throw new IOException("file %s cannot be read".formatted(target));
        }
        return Files.readString(file).lines().findFirst()
                .orElseThrow(() -> new IOException("file %s is empty".formatted(target)));
    }
}
