package lifeboat.workers.migration;

import java.util.List;
import lifeboat.connectors.device.MigrationEpoch;

/**
 * A process that a migration which was refused may still have taken at some PMCs.
 *
 * @param epoch its number is 0 where only the migration's name is known
 */
public record Reservation(String process, String epoch, List<String> pmcs) {

    MigrationEpoch migrationEpoch() {
        return MigrationEpoch.of(epoch);
    }
}
