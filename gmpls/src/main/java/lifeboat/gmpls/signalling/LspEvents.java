package lifeboat.gmpls.signalling;

import java.util.List;
import lifeboat.gmpls.object.RouteHop;

/** What becomes of the LSPs that begin at a node. */
public interface LspEvents {

    /**
     * It is there; or it is there again, by another way.
     *
     * @param taken the way, with the labels of each hop
     */
    void up(LspRequest request, List<RouteHop> taken);

    /** @param why a sentence; the request is forgotten */
    void failed(LspRequest request, String why);
}
