package lifeboat.lab;

import java.util.List;

/**
 * The paper's system to try Lifeboat on: sites, services at them, and what is needed to move those. The first site's
 * devices are cp1, l1sw1, l2sw1, server1 and pmc1, its VLAN is 1; and so on.
 */
public interface Lab extends AutoCloseable {

    String VIRTUAL_IP = "192.168.2.1";
    String PROCESS = "video";

    List<Access> accesses();

    /** The sites' names, main site first. */
    List<String> sites();

    /** The paper's own service first. */
    List<LabService> services();

    /** The servers' addresses in the public network, main site first; empty if they have none of their own. */
    List<String> publicAddresses();
}
