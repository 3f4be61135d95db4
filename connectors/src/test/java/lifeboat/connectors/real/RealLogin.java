package lifeboat.connectors.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.secret.Secret;
import lifeboat.connectors.secret.SecretReference;
import lifeboat.connectors.session.CliSession;
import lifeboat.connectors.session.CommandRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What tests need that log in to real servers. */
@Tag("real-servers")
abstract class RealLogin {

    @TempDir
    Path folder;

    final DeviceDefinitions definitions = new DeviceDefinitions();
    final List<CommandRecord> journal = new CopyOnWriteArrayList<>();
    Accounts accounts;

    @BeforeEach
    void makeAccounts() throws Exception {
        accounts = new Accounts(folder);
    }

    CliSession open(DeviceAddress address) throws SessionException {
        return CliSession.open(address, definitions.get(address.platform()), journal::add);
    }

    Secret secret(String text) throws IOException {
        return new SecretReference("file:" + Files.writeString(Files.createTempFile(folder, "secret", ""), text + "\n"));
    }
}
