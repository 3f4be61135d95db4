package lifeboat.connectors.device;

import java.time.Duration;
import java.util.Locale;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import lifeboat.connectors.session.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** A server's PMC: freezes, sends, resumes a process, and holds the virtual IP (paper steps 4, 5, 6 and 8). */
public final class ProcessMigrationController {

    static final String NOT_ENCRYPTED = "no";

    /** What a server has of a process. */
    public enum CopyState { ABSENT, RUNNING, FROZEN, RECEIVING, STAGED }

    /**
     * A server's copy of a process.
     *
     * @param activeEpoch the migration it is in; 0 for none
     * @param deadEpoch the last migration that is over for this server
     * @param imageBytes the size of its image
     * @param firstImageBytes the size of a first image of it that was sent ahead, from here or to here
     * @param complete whether none of its pages is still to come, in a post-copy
     * @param peerKey the key of the server to or from which it travels encrypted, or {@value #NOT_ENCRYPTED}
     */
    public record Copy(CopyState state, long activeEpoch, long deadEpoch, long imageBytes, long firstImageBytes,
            int connections, boolean complete, String peerKey) {
    }

    /** How much memory a running process has, and about how much of it changes within a moment; in bytes. */
    public record Memory(long bytes, long changingBytes) {
    }

    private final DeviceOperations operations;

    public ProcessMigrationController(DeviceSessions sessions, DeviceAddress device) {
        this.operations = new DeviceOperations(sessions, device);
    }

    public Copy find(String process) throws DeviceException {
        Map<String, String> fields = operations.ask("status", Map.of("process", process)).orElseThrow();
        return new Copy(CopyState.valueOf(fields.get("state").toUpperCase(Locale.ROOT)),
                Long.parseLong(fields.get("active")), Long.parseLong(fields.get("dead")),
                Long.parseLong(fields.get("bytes")), Long.parseLong(fields.get("first")),
                Integer.parseInt(fields.get("connections")), fields.get("pages").equals("complete"), fields.get("peer"));
    }

    /** The fingerprint of the key with which this server sends and receives encrypted images. */
    public String imageKey() throws DeviceException {
        return operations.ask("image_key", Map.of()).orElseThrow().get("key");
    }

    /** Lets the images of this epoch travel encrypted only, to or from the server with this key. */
    public void encrypt(String process, long epoch, String peerKey) throws DeviceException {
        operations.ensure("encrypt the images of process " + process, () -> find(process),
                copy -> copy.peerKey().equals(peerKey), "encrypt",
                Map.of("process", process, "epoch", String.valueOf(epoch), "key", peerKey), null);
    }

    public Memory memory(String process) throws DeviceException {
        Map<String, String> fields = operations.ask("memory", Map.of("process", process)).orElseThrow();
        return new Memory(Long.parseLong(fields.get("bytes")), Long.parseLong(fields.get("changing")));
    }

    /**
     * Sends a first image of a process that runs on, and returns when {@code target} has it.
     *
     * @param address the target server's address in the migration network
     * @param vlan the migration VLAN, or 0 for the public network
     * @param timeout how long that may take
     */
    public void sendFirst(String process, long epoch, ProcessMigrationController target, String address, int vlan,
            Duration timeout) throws DeviceException {
        send("send a first image of", "send_first", process, epoch, target, address, vlan,
                copy -> copy.firstImageBytes() > 0 && copy.activeEpoch() == epoch, timeout);
    }

    /** Waits until a resumed process has all of its pages, in a post-copy. */
    public void fetchPages(String process, long epoch, Duration timeout) throws DeviceException {
        operations.ensure("fetch the remaining pages of process " + process, () -> find(process),
                copy -> copy.state() == CopyState.RUNNING && copy.complete(), "fetch_pages",
                Map.of("process", process, "epoch", String.valueOf(epoch)), timeout);
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
        send("send", "send", process, epoch, target, address, vlan,
                copy -> copy.state() == CopyState.STAGED && copy.activeEpoch() == epoch, timeout);
    }

    /**
     * Sends the frozen process for a post-copy: it can resume at {@code target} then, and fetches its pages from here.
     *
     * @param address the target server's address in the migration network
     * @param vlan the migration VLAN, or 0 for the public network
     * @param timeout how long that may take
     */
    public void sendWithoutPages(String process, long epoch, ProcessMigrationController target, String address,
            int vlan, Duration timeout) throws DeviceException {
        send("send", "send_without_pages", process, epoch, target, address, vlan,
                copy -> copy.state() == CopyState.STAGED && copy.activeEpoch() == epoch, timeout);
    }

    private void send(String what, String operation, String process, long epoch, ProcessMigrationController target,
            String address, int vlan, Predicate<Copy> arrived, Duration timeout) throws DeviceException {
        Map<String, String> values = new HashMap<>(Map.of("process", process, "epoch", String.valueOf(epoch),
                "address", address));
        if (vlan != 0) {
            values.put("vlan", String.valueOf(vlan));
        }
        operations.ensure("%s process %s to %s".formatted(what, process, address), () -> target.find(process), arrived,
                operation + (vlan == 0 ? "_by_public_network" : "_by_vlan"), values, timeout);
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
