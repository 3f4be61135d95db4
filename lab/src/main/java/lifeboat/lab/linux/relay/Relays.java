package lifeboat.lab.linux.relay;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import lifeboat.lab.Access;
import lifeboat.lab.fault.FaultInjector;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.SshCliServer;
import lifeboat.pmc.cli.TelnetServer;

/**
 * Stand before devices that are real: each line is passed on in a login session with the device, and what the fault
 * injector says befalls it on its way.
 */
public final class Relays implements AutoCloseable {

    private final Credentials credentials;
    private final Path key;
    private final FaultInjector faults;
    private final KeyPair hostKey;
    private final List<AutoCloseable> open = new ArrayList<>();

    /**
     * @param credentials of the relays, and of devices that ask for a password
     * @param key the private key for those that ask for one
     * @param hostKey the relays' own
     */
    public Relays(Credentials credentials, Path key, FaultInjector faults, KeyPair hostKey) {
        this.credentials = credentials;
        this.key = key;
        this.faults = faults;
        this.hostKey = hostKey;
    }

    /**
     * @param address where the relay listens
     * @return how to log in to it, by the protocol of the device itself
     */
    public Access before(Access device, InetSocketAddress address) {
        RelayedDevice relayed = new RelayedDevice(device, credentials, key);
        if (device.protocol().equals("ssh")) {
            SshCliServer server = new SshCliServer(relayed, credentials, faults.on(device.device()), address, hostKey);
            open.add(server);
            return Access.ssh(device.device(), device.role(), device.platform(), address.getHostString(),
                    server.port(), server.fingerprint());
        }
        TelnetServer server = new TelnetServer(relayed, credentials, faults.on(device.device()), address);
        open.add(server);
        return Access.telnet(device.device(), device.role(), device.platform(), address.getHostString(),
                server.port());
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable relay : open) {
            relay.close();
        }
    }
}
