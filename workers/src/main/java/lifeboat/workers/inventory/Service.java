package lifeboat.workers.inventory;

import java.time.Duration;

/**
 * A service that can be migrated.
 *
 * @param process the name the PMCs know it by
 * @param virtualIp where its users reach it
 * @param userGroup the users, as the NAGW knows them
 * @param recoveryTimeObjective how long it may take until it runs at the other site; null if nobody said
 */
public record Service(String name, String process, String virtualIp, String userGroup, String nagw,
        Duration recoveryTimeObjective) {
}
