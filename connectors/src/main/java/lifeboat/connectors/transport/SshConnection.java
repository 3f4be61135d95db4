package lifeboat.connectors.transport;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lifeboat.connectors.definition.Question;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.login.Login;
import lifeboat.connectors.login.SshTrust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An SSH connection, logged in; through other SSH servers if the inventory says so. */
final class SshConnection implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);
    /** Not safe any more, and all that some devices have. */
    private static final Map<String, String> LEGACY = Map.of(
            "kex", "diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1",
            "server_host_key", "ssh-rsa,ssh-dss",
            "PubkeyAcceptedAlgorithms", "ssh-rsa,ssh-dss",
            "cipher.s2c", "aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc",
            "cipher.c2s", "aes128-cbc,aes192-cbc,aes256-cbc,3des-cbc",
            "mac.s2c", "hmac-sha1,hmac-md5",
            "mac.c2s", "hmac-sha1,hmac-md5");

    private final DeviceAddress address;
    private final Timeouts timeouts;
    private final OpenSocket socket;
    private final List<Question> further;
    private SshConnection jump;
    private Session session;

    /**
     * Not connected yet.
     *
     * @param further what the device asks by keyboard-interactive besides name and password
     */
    SshConnection(DeviceAddress address, Timeouts timeouts, List<Question> further) {
        this.further = further;
        this.address = address;
        this.timeouts = timeouts;
        this.socket = new OpenSocket(timeouts.connect());
    }

    /** Connects and logs in. */
    Session connect() throws IOException, SessionException {
        try {
            JSch jsch = new JSch();
            addIdentities(jsch);
            session = jsch.getSession(address.login().username(), address.host(), address.port());
            session.setSocketFactory(socket);
            trust(jsch);
            offer();
            session.setServerAliveInterval((int) timeouts.command().toMillis());
            if (address.trust().jump() != null) {
                jump = new SshConnection(address.trust().jump(), timeouts, List.of());
                session.setProxy(new JumpHost(jump.connect()));
            }
            session.connect((int) timeouts.login().toMillis());
            return session;
        } catch (JSchHostKeyException e) {
            throw new SessionException.HostKeyRefused(("%s: cannot log in: it shows another host key than %s. Is it "
                    + "another device, or was it replaced? If it was, write its new key down (%s)").formatted(address,
                    address.trust().source(), e.getMessage()), e);
        } catch (JSchAlgoNegoFailException e) {
            throw new IOException(("the device and the controller have no %s algorithm in common; it has %s. If it "
                    + "cannot be given a newer one, 'legacy-algorithms: yes' in the inventory accepts old ones")
                    .formatted(e.getAlgorithmName(), e.getServerProposal()), e);
        } catch (JSchException e) {
            if (String.valueOf(e.getMessage()).startsWith("Auth")) {
                throw new SessionException.LoginRefused(("%s: cannot log in: the device does not accept user %s and "
                        + "the secret given (%s)").formatted(address, address.login().username(), e.getMessage()));
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private void addIdentities(JSch jsch) throws IOException, SessionException {
        Login.Key key = address.login().key();
        if (key != null) {
            byte[] passphrase = key.passphrase() == null ? null
                    : key.passphrase().resolve().getBytes(StandardCharsets.UTF_8);
            try {
                jsch.addIdentity(key.file().toString(), key.certificate() == null ? null
                        : key.certificate().toString(), passphrase);
            } catch (JSchException e) {
                throw new SessionException.LoginRefused("%s: cannot log in: the key %s cannot be used: %s".formatted(
                        address, key.file(), e.getMessage()));
            }
        }
        if (address.login().agent() != null) {
            try {
                jsch.setIdentityRepository(new AgentIdentityRepository(new SSHAgentConnector(address.login().agent())));
            } catch (AgentProxyException e) {
                throw new IOException("the SSH agent at %s cannot be asked: %s".formatted(address.login().agent(),
                        e.getMessage()), e);
            }
        }
    }

    private void trust(JSch jsch) throws JSchException {
        SshTrust trust = address.trust();
        if (trust.fingerprint() != null) {
            session.setHostKeyRepository(new PinnedHostKey(trust.fingerprint()));
        } else {
            jsch.setKnownHosts(trust.knownHosts().toString());
        }
        session.setConfig("StrictHostKeyChecking", "yes");
        if (trust.legacyAlgorithms()) {
            LOG.warn("{}: old SSH algorithms are accepted, because the inventory says so; who listens on the way may "
                    + "break them.", address);
            LEGACY.forEach((kind, algorithms) -> session.setConfig(kind, JSch.getConfig(kind) + "," + algorithms));
        }
    }

    private void offer() throws IOException {
        Login login = address.login();
        boolean byKey = login.key() != null || login.agent() != null;
        List<String> ways = login.password() == null ? List.of("publickey")
                : byKey ? List.of("publickey", "password", "keyboard-interactive")
                : List.of("password", "keyboard-interactive");
        session.setConfig("PreferredAuthentications", String.join(",", ways));
        if (login.password() != null) {
            String password = login.password().resolve();
            session.setPassword(password);
            session.setUserInfo(new LoginAnswers(login.username(), password, further));
        }
    }

    /** Ends it, also if it is not connected yet and another thread waits for that. */
    @Override
    public void close() throws IOException {
        if (session != null) {
            session.disconnect();
        }
        socket.close();
        if (jump != null) {
            jump.close();
        }
    }
}
