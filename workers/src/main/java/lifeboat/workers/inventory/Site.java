package lifeboat.workers.inventory;

/**
 * A data centre and the devices at its edge, by their names.
 *
 * @param vlan the VLAN in which the site's server answers to users
 * @param layerOneSwitch the L1SW where light paths to this site end
 */
public record Site(String name, int vlan, String controlPlaneDevice, String layerOneSwitch, String layerTwoSwitch,
        Server server) {

    /**
     * The site's server.
     *
     * @param migrationAddress its address for images that travel over a light path
     * @param publicAddress its address for images that travel over the public network
     */
    public record Server(String name, String pmc, String migrationAddress, String publicAddress) {
    }
}
