package lifeboat.lab;

import java.util.List;

/** The paper's system to try Lifeboat on: two sites, the service at the main one, and what is needed to move it. */
public interface Lab extends AutoCloseable {

    String VIRTUAL_IP = "192.168.2.1";
    String PROCESS = "video";

    List<Access> accesses();

    /** The users, as the NAGW knows them. */
    String userGroup();

    /** The servers' addresses in the public network, main site first; empty if they have none of their own. */
    List<String> publicAddresses();

    /** Where a user reaches the service. */
    String userSide();
}
