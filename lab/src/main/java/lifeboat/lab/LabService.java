package lifeboat.lab;

/**
 * A service of a lab.
 *
 * @param process the name the PMCs know it by, which is the service's own name, too
 * @param userGroup its users, as the NAGW knows them
 * @param userSide where a user reaches it
 */
public record LabService(String process, String virtualIp, String userGroup, String userSide) {
}
