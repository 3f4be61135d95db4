/**
 * The server's own things: addresses and ARP, sockets, signals, the firewall, programs that are run. Uses {@code pmc}
 * for what it refuses, and {@code transfer} for images that carry firewall rules.
 */
package lifeboat.pmc.host;
