package lifeboat.gmpls.link;

import java.net.Inet4Address;

/**
 * A data link of a node, and the control link on which its two ends speak of it. Both are numbered.
 *
 * @param local the address at this end
 * @param remote the address at the other end
 * @param localControl where the other end's messages arrive
 * @param remoteControl where messages to the other end go
 * @param neighbour the node at the other end, by its router id
 * @param slots how many time slots of a VC-4 it has: 16 in an STM-16 of 2.4 Gbit/s
 */
public record DataLink(String name, Inet4Address local, Inet4Address remote, Inet4Address localControl,
        Inet4Address remoteControl, Inet4Address neighbour, int slots) {

    @Override
    public String toString() {
        return name;
    }
}
