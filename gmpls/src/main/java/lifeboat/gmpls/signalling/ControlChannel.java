package lifeboat.gmpls.signalling;

import java.net.Inet4Address;
import lifeboat.gmpls.message.RsvpMessage;

/** Takes messages to neighbours, or loses them. */
public interface ControlChannel {

    /**
     * @param from this end of the control link
     * @param to its other end
     */
    void send(Inet4Address from, Inet4Address to, RsvpMessage message);
}
