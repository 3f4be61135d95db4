package lifeboat.gmpls.signalling;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds a way through the network. */
public interface Routes {

    /**
     * @param slots how many VC-4s each link has to have left
     * @param without links that are not to be taken, by the address of one of their ends
     * @return the other end's address of each link; empty if there is no way
     */
    Optional<List<Inet4Address>> find(Inet4Address from, Inet4Address to, int slots, Set<Inet4Address> without);
}
