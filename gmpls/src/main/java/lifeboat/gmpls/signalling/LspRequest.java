package lifeboat.gmpls.signalling;

import java.net.Inet4Address;

/**
 * A light path that is asked for.
 *
 * @param tunnel its number at the node where it begins
 * @param to the node where it ends, by its router id
 * @param slots how many VC-4s it carries: 7 for 1 Gbit/s
 * @param priority for setting it up and holding it: 0 to 7, 0 the most important
 */
public record LspRequest(String name, int tunnel, Inet4Address to, int slots, int priority) {
}
