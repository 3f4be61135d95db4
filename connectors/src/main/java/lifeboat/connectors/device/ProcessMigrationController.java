package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import lifeboat.connectors.session.DeviceAddress;
import lifeboat.connectors.session.DeviceSessions;

/** A server's PMC: freezes, sends, resumes a process, and holds the virtual IP (paper steps 4, 5, 6 and 8). */
public final class ProcessMigrationController {

    /** What a server has of a process. */
    public enum CopyState { ABSENT, RUNNING, FROZEN, RECEIVING, STAGED }

    /**
     * A server's copy of a process.
     *
     * @param activeEpoch the migration it is in; 0 for none
     * @param deadEpoch the last migration that is over for this server
     * @param imageBytes the size of its image
     */
    public record Copy(CopyState state, long activeEpoch, long deadEpoch, long imageBytes, int connections) {
    }

    private final DeviceOperations operations;

    public ProcessMigrationController(DeviceSessions sessions, DeviceAddress device) {
        this.operations = new DeviceOperations(sessions, device);
    }

    public Copy find(String process) throws DeviceException {
        Map<String, String> fields = operations.ask("status", Map.of("process", process)).orElseThrow();
        return new Copy(CopyState.valueOf(fields.get("state").toUpperCase(Locale.ROOT)),
                Long.parseLong(fields.get("active")), Long.parseLong(fields.get("dead")),
                Long.parseLong(fields.get("bytes")), Integer.parseInt(fields.get("connections")));
    }

    public void freeze(String process, long epoch) throws DeviceException {
        ensure("freeze", process, epoch, copy -> copy.state() == CopyState.FROZEN && copy.activeEpoch() == epoch);
    }

    public void thaw(String process, long epoch) throws DeviceException {
        ensure("thaw", process, epoch, copy -> copy.state() == CopyState.RUNNING && copy.deadEpoch() >= epoch);
    }

    /** Makes the target ready for the image. */
    public void receive(String process, long epoch) throws DeviceException {
        ensure("receive", process, epoch, copy -> copy.activeEpoch() == epoch
                && (copy.state() == CopyState.RECEIVING || copy.state() == CopyState.STAGED));
    }

    /**
     * Sends the frozen process, and returns when {@code target} has the whole image.
     *
     * @param address the target server's address in the migration network
     * @param vlan the migration VLAN, or 0 for the public network
     * @param timeout how long that may take
     */
    public void send(String process, long epoch, ProcessMigrationController target, String address, int vlan,
            Duration timeout) throws DeviceException {
        Map<String, String> way = vlan == 0
                ? Map.of("process", process, "epoch", String.valueOf(epoch), "address", address)
                : Map.of("process", process, "epoch", String.valueOf(epoch), "address", address, "vlan",
                        String.valueOf(vlan));
        operations.ensure("send process %s to %s".formatted(process, address), () -> target.find(process),
                copy -> copy.state() == CopyState.STAGED && copy.activeEpoch() == epoch,
                vlan == 0 ? "send_by_public_network" : "send_by_vlan", way, timeout);
    }

    public void resume(String process, long epoch) throws DeviceException {
        ensure("resume", process, epoch, copy -> copy.state() == CopyState.RUNNING && copy.deadEpoch() >= epoch);
    }

    /** Removes an image that was received, whole or in part, and closes the epoch at this server. */
    public void discard(String process, long epoch) throws DeviceException {
        ensure("discard", process, epoch, copy -> copy.state() == CopyState.ABSENT && copy.deadEpoch() >= epoch);
    }

    /** Removes the frozen process at the source, once it runs elsewhere. */
    public void discardMigrated(String process, long epoch) throws DeviceException {
        operations.ensure("discard the migrated process " + process, () -> find(process),
                copy -> copy.state() == CopyState.ABSENT, "discard_migrated",
                Map.of("process", process, "epoch", String.valueOf(epoch)), null);
    }

    public boolean holds(String virtualIp) throws DeviceException {
        return operations.ask("find_virtual_ip", Map.of("address", virtualIp)).orElseThrow().get("state")
                .equals("held");
    }

    public void claim(String virtualIp, String process, long epoch) throws DeviceException {
        address("claim", virtualIp, process, epoch, held -> held);
    }

    public void release(String virtualIp, String process, long epoch) throws DeviceException {
        address("release", virtualIp, process, epoch, held -> !held);
    }

    private void address(String verb, String virtualIp, String process, long epoch, Predicate<Boolean> wanted)
            throws DeviceException {
        operations.ensure("%s virtual IP %s".formatted(verb, virtualIp), () -> holds(virtualIp), wanted,
                verb + "_virtual_ip", Map.of("address", virtualIp, "process", process, "epoch",
                        String.valueOf(epoch)), null);
    }

    private void ensure(String verb, String process, long epoch, Predicate<Copy> wanted) throws DeviceException {
        operations.ensure("%s process %s".formatted(verb, process), () -> find(process), wanted, verb,
                Map.of("process", process, "epoch", String.valueOf(epoch)), null);
    }
}
