package lifeboat.embedded.boot;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the embedded engine keeps its state and listens.
 *
 * @param enabled whether this application runs one
 * @param database its JDBC URL; H2 loses acknowledged commits in a crash unless the URL has {@code WRITE_DELAY=0},
 *     and parses most statements anew without {@code QUERY_CACHE_SIZE}
 * @param databaseUser who logs in to it
 * @param databasePassword its password; give it by an environment variable, not on the command line
 * @param historyAge how long what ended is remembered
 * @param management whether the test endpoints for the clock and the purge are served
 * @param web whether Tasklist and Cockpit are served beside the REST API
 * @param authentication whether gRPC and REST want a login; without, they are for loopback only
 * @param ownUser what the application that the engine is embedded in logs in with
 * @param ownPassword its password; nobody is known by {@code ownUser} without
 * @param startMessages the messages that start instances, which are all that alarm senders may publish
 * @param callerVariable the variable in which an instance keeps who started it, if there is a login
 * @param grpcHost the address of the gRPC port
 * @param grpcPort the gRPC port, 0 for any free one
 */
@ConfigurationProperties("embedded-engine")
public record EmbeddedEngineProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("jdbc:h2:file:./engine;WRITE_DELAY=0;QUERY_CACHE_SIZE=512;DB_CLOSE_ON_EXIT=FALSE")
        String database,
        @DefaultValue("sa") String databaseUser,
        @DefaultValue("") String databasePassword,
        @DefaultValue("3650d") Duration historyAge,
        @DefaultValue("false") boolean management,
        @DefaultValue("false") boolean web,
        @DefaultValue("false") boolean authentication,
        @DefaultValue("") String ownUser,
        @DefaultValue("") String ownPassword,
        @DefaultValue Set<String> startMessages,
        @DefaultValue("") String callerVariable,
        @DefaultValue("127.0.0.1") String grpcHost,
        @DefaultValue("26500") int grpcPort) {
}
