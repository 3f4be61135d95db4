package lifeboat.connectors.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;

/** The one account that a test's servers know, root with a password of the test's, without a change to the machine. */
final class Accounts {

    static final String USER = "root";
    static final String PASSWORD = "s3cret-of-the-test";

    private static final String PAM = """
            auth required pam_unix.so
            account required pam_permit.so
            session required pam_permit.so
            """;

    private final Path folder;

    Accounts(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Files.writeString(folder.resolve("shadow"), "%s:%s:19000:0:99999:7:::\n".formatted(USER,
                RealServer.run("openssl", "passwd", "-6", PASSWORD)));
        Files.writeString(folder.resolve("pam"), PAM);
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    Secret password() {
        return new SecretReference("file:" + folder.resolve("password"));
    }

    /** The same, and whoever logs in gets this shell. */
    List<String> known(String service, String shell, List<String> command) throws IOException {
        Path passwd = Files.writeString(folder.resolve("passwd-" + Path.of(shell).getFileName()),
                "%s:x:0:0:root:%s:%s\n".formatted(USER, folder, shell));
        return RealServer.seeing(List.of(passwd, Path.of("/etc/passwd")), known(service, command));
    }

    /** A server that asks for this password, by the PAM service of that name. */
    List<String> known(String service, List<String> command) {
        List<Path> files = new ArrayList<>(List.of(folder.resolve("shadow"), Path.of("/etc/shadow")));
        files.addAll(List.of(folder.resolve("pam"), Path.of("/etc/pam.d/" + service)));
        return RealServer.seeing(files, command);
    }
}
