package lifeboat.workers.inventory;

/**
 * What every migration has in common.
 *
 * @param bandwidth of the light path to reserve, in bits per second
 * @param publicBandwidth of the public network between the sites, in bits per second
 * @param firstVlan the first of the VLANs that migrations may use
 * @param lastVlan the last of them
 * @param encrypted whether images travel encrypted
 */
public record MigrationSettings(long bandwidth, long publicBandwidth, int firstVlan, int lastVlan, boolean encrypted) {
}
