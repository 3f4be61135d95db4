package lifeboat.lab.linux.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import lifeboat.lab.Access;
import lifeboat.pmc.cli.CommandLine;
import lifeboat.pmc.cli.Credentials;
import lifeboat.pmc.cli.Device;

/**
 * A device as it is seen through a relay: each login session is one with the device itself.
 *
 * @param key the private key for a device that asks for one
 */
record RelayedDevice(Access access, Credentials credentials, Path key) implements Device {

    @Override
    public String name() {
        return access.device();
    }

    @Override
    public String banner() {
        return "Relay to " + access.device();
    }

    @Override
    public CommandLine login() {
        return new RelayedCommandLine(this);
    }

    /** A new session with the device itself, its first prompt not read yet. */
    RelayConnection connect() {
        try {
            return access.protocol().equals("ssh") ? RelaySshConnection.to(this) : RelayTelnetConnection.to(this);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be reached: %s".formatted(access.device(), e.getMessage()), e);
        }
    }

    /** What the device's own refusals begin with. */
    String error() {
        return access.platform().equals("openvswitch") ? "ovs-vsctl: " : "error: ";
    }
}
