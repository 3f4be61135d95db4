package lifeboat.pmc;

import java.util.Optional;

/**
 * How an image gets to another server.
 *
 * @param address the other server's, in the network that the image may travel in
 * @param vlan the migration VLAN, or 0 for the public network
 * @param peerKey the fingerprint of the key that the other server must prove to have, if the image is to be encrypted
 */
public record ImageRoute(String address, int vlan, Optional<String> peerKey) {
}
