package lifeboat.lab.device;

import java.io.IOException;
import java.util.List;
import lifeboat.lab.user.User;

/** What only a lab can see and do. */
public interface Backstage {

    User connectUser() throws IOException;

    /** One line for each server: what runs, is frozen or staged there, and its virtual IPs. */
    List<String> servers() throws IOException;

    /** Safety rules that were broken. */
    List<String> violations();

    /** The disaster: server 1 and PMC 1 are gone. */
    void destroyMainSite() throws IOException;
}
