package lifeboat.workers.migration;

import java.time.Duration;
import java.util.List;
import lifeboat.connectors.device.MigrationEpoch;

/**
 * Everything the steps of one migration need to know, by device names. It is a process variable, so no secret is in
 * it.
 *
 * @param migrationId names the migration, its light path and its VLAN
 * @param epoch names it to the PMCs, {@code NUMBER@NAME}; a later migration has a greater one
 * @param pmcs the PMCs of all sites, each of which it has taken the process at
 * @param bandwidth to be reserved, in bits per second
 * @param migrationVlan the VLAN the image travels in
 * @param strategyReason why that one
 * @param encrypted whether the image travels encrypted
 * @param imageBytes the size of the process's memory when the plan was made
 * @param transferLimit the longest the transfer may take, ISO 8601
 * @param freezeLimit how long the PMCs wait for the controller before they settle the migration themselves, ISO 8601
 */
public record MigrationPlan(String migrationId, String epoch, List<String> pmcs, String service, String process,
        String virtualIp, String userGroup, String nagw, Place source, Place target, boolean lightPath, long bandwidth,
        int migrationVlan, Strategy strategy, String strategyReason, boolean encrypted, long imageBytes,
        String transferLimit, String freezeLimit) {

    private static final int LONGEST_ID = 16;
    private static final int DRAWN = 6;

    /**
     * One side of the migration.
     *
     * @param imageAddress the server's address for the image, on the way that was planned
     * @param addresses all addresses at which the other server's PMC can reach this one's
     */
    public record Place(String site, int vlan, String controlPlaneDevice, String layerOneSwitch,
            String layerTwoSwitch, String pmc, String imageAddress, List<String> addresses) {
    }

    MigrationEpoch migrationEpoch() {
        return MigrationEpoch.of(epoch);
    }

    /**
     * The name of the light path and of the VLAN: two engines may give two migrations one id, so it ends with what was
     * drawn for this one alone: the epoch's name, whose last characters are random. It is no longer than the 32
     * characters that switches take.
     */
    public String pathName() {
        String drawn = migrationEpoch().name().replaceAll("[^0-9A-Za-z]", "");
        String id = migrationId.substring(Math.max(0, migrationId.length() - LONGEST_ID));
        return "lifeboat-%s-%s".formatted(id, drawn.substring(Math.max(0, drawn.length() - DRAWN)));
    }

    /** Where the process runs after a migration that ended so, or would run if it were not lost. */
    Place placeAfter(Outcome outcome) {
        return outcome == Outcome.MIGRATED ? target : source;
    }

    /** The same migration in another VLAN: somebody else has the one that was free when the plan was made. */
    MigrationPlan in(int otherVlan) {
        return new MigrationPlan(migrationId, epoch, pmcs, service, process, virtualIp, userGroup, nagw, source, target,
                lightPath, bandwidth, otherVlan, strategy, strategyReason, encrypted, imageBytes, transferLimit,
                freezeLimit);
    }

    /** The same migration by another epoch: it went on with what was left of the one before. */
    MigrationPlan by(MigrationEpoch next) {
        return new MigrationPlan(migrationId, next.toString(), pmcs, service, process, virtualIp, userGroup, nagw,
                source, target, lightPath, bandwidth, migrationVlan, strategy, strategyReason, encrypted, imageBytes,
                transferLimit, freezeLimit);
    }

    /** Whether an epoch is one of this migration's. */
    boolean isOwn(MigrationEpoch other) {
        return other.name().equals(migrationEpoch().name());
    }

    /** The VLAN for the transfer; 0 stands for the public network. */
    public int transferVlan() {
        return lightPath ? migrationVlan : 0;
    }

    /** Later rounds are shorter than the first, so they take less than that again. */
    public Duration firstTransferTimeout() {
        return transferTimeout().multipliedBy(2);
    }

    Duration freezeTimeout() {
        return Duration.parse(freezeLimit);
    }

    public Duration transferTimeout() {
        return Duration.parse(transferLimit);
    }
}
