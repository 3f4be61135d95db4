package lifeboat.workers.inventory;

/**
 * A service that can be migrated.
 *
 * @param process the name the PMCs know it by
 * @param virtualIp where its users reach it
 * @param userGroup the users, as the NAGW knows them
 */
public record Service(String name, String process, String virtualIp, String userGroup, String nagw) {
}
