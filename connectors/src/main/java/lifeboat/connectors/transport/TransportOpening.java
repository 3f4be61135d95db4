package lifeboat.connectors.transport;

import java.io.IOException;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.definition.Timeouts;
import lifeboat.connectors.failure.SessionException;
import lifeboat.connectors.login.DeviceAddress;

/** How a connection to a device is got. */
@FunctionalInterface
public interface TransportOpening {

    /** @throws IOException if nobody answers, or it is no device of that kind */
    Transport open(Transport.Receiver receiver) throws IOException, SessionException;

    /** A command line at its address. */
    static TransportOpening of(DeviceAddress address, Platform platform) {
        Timeouts timeouts = platform.timeouts();
        return switch (address.protocol()) {
            case TELNET -> receiver -> new TelnetTransport(address, timeouts, receiver);
            case SSH -> receiver -> SshTransport.shell(address, timeouts, platform.terminal().login(), receiver);
            case NETCONF -> receiver -> {
                throw new IOException("it is reached by NETCONF, which has no command line");
            };
        };
    }

    /** A NETCONF server at its address (RFC 6242). */
    static TransportOpening netconf(DeviceAddress address, Timeouts timeouts) {
        return receiver -> SshTransport.subsystem("netconf", address, timeouts, receiver);
    }
}
