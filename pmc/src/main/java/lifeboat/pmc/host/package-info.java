/**
 * The server's own things: addresses and ARP, sockets, signals, the firewall, programs that are run. Uses {@code pmc}
 * for what it refuses.
 */
package lifeboat.pmc.host;
