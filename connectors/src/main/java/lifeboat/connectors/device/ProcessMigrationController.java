package lifeboat.connectors.device;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.connectors.device.DeviceOperations.LateCommands;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;

/** A server's PMC: freezes, sends, resumes a process, and holds the virtual IP (paper steps 4, 5, 6 and 8). */
public final class ProcessMigrationController {

    static final String NOT_ENCRYPTED = "no";

    /** What a server has of a process. */
    public enum CopyState { ABSENT, RUNNING, FROZEN, RECEIVING, STAGED }

    /** Whether the pages of a process that was resumed without them are there, still arrive, or never will. */
    public enum Pages { COMPLETE, ARRIVING, LOST }

    /**
     * A server's copy of a process.
     *
     * @param activeEpoch the migration that has taken it; {@link MigrationEpoch#NONE} for none
     * @param deadEpoch the last migration that is over for this server
     * @param resumedEpoch the last migration that resumed it here
     * @param handedOver whether the other server of {@code activeEpoch} may have the whole image
     * @param imageBytes the size of its image
     * @param firstImageBytes the size of a first image of it that was sent ahead, from here or to here
     * @param pages where the memory of a running process is, in a post-copy
     * @param peerKey the key of the server to or from which it travels encrypted, or {@value #NOT_ENCRYPTED}
     * @param vlan the VLAN that {@code activeEpoch} has taken for its images here; 0 if it has none
     */
    public record Copy(CopyState state, MigrationEpoch activeEpoch, MigrationEpoch deadEpoch,
            MigrationEpoch resumedEpoch, boolean handedOver, long imageBytes, long firstImageBytes, int connections,
            Pages pages, String peerKey, int vlan) {

        /** Whether none of its pages is still to come. */
        public boolean complete() {
            return pages == Pages.COMPLETE;
        }

        /** Whether something is kept here of a migration that is over. */
        boolean isBurdenedBy(MigrationEpoch epoch) {
            return vlan != 0 && resumedEpoch.equals(epoch)
                    || firstImageBytes > 0 && activeEpoch.equals(MigrationEpoch.NONE);
        }

        /** Whether it was resumed here, and can never run on. */
        public boolean lost() {
            return pages == Pages.LOST;
        }

        /** By which the migration that has it goes on when its epoch is over. */
        public MigrationEpoch next() {
            return new MigrationEpoch(Math.max(activeEpoch.number(), deadEpoch.number()) + 1, activeEpoch.name());
        }

        public boolean isHeldBy(MigrationEpoch epoch) {
            return activeEpoch.equals(epoch);
        }

        /** Whether the migration is over for this server. */
        public boolean isOver(MigrationEpoch epoch) {
            return deadEpoch.compareTo(epoch) >= 0;
        }
    }

    /** What the target of a migration answers when it is asked never to resume the process. */
    public enum Fence {
        /** It never will, and never did. */
        FENCED,
        RUNNING_COMPLETE, RUNNING_PAGES_TO_COME,
        /** It was about to, and cannot say yet what became of it. */
        UNDECIDED, WAIT,
        /** It knows nothing of the migration. */
        UNKNOWN
    }

    /**
     * What both servers of a migration are told before it, to settle it without a controller.
     *
     * @param peers the other server's addresses
     * @param peerKey the fingerprint of the other server's key
     * @param deadline how long a frozen process waits for the controller
     */
    public record Terms(String virtualIp, List<String> peers, String peerKey, boolean encrypted, Duration deadline) {
    }

    /** How much memory a running process has, and about how much of it changes within a moment; in bytes. */
    public record Memory(long bytes, long changingBytes) {
    }

    private final DeviceOperations operations;

    public ProcessMigrationController(DeviceSessions sessions, DeviceAddress device) {
        this(OperationRunner.on(sessions, device), device);
    }

    public ProcessMigrationController(OperationRunner runner, DeviceAddress device) {
        this.operations = new DeviceOperations(runner, device, LateCommands.REPEATED);
    }

    public Copy find(String process) throws DeviceException {
        return operations.tell("status", Map.of("process", process), fields -> new Copy(
                fields.as("state", text -> CopyState.valueOf(text.toUpperCase(Locale.ROOT))),
                fields.as("active", MigrationEpoch::of), fields.as("dead", MigrationEpoch::of),
                fields.as("resumed", MigrationEpoch::of), fields.text("handed").equals("yes"),
                fields.as("bytes", Long::valueOf), fields.as("first", Long::valueOf),
                fields.as("connections", Integer::valueOf),
                fields.as("pages", text -> Pages.valueOf(text.toUpperCase(Locale.ROOT))),
                fields.text("peer"), fields.as("vlan", Integer::valueOf)));
    }

    /** The fingerprint of the key with which this server sends and receives encrypted images. */
    public String imageKey() throws DeviceException {
        return operations.tell("image_key", Map.of(), fields -> fields.text("key"));
    }

    /** Takes the process for this migration, at this server: refused while another one has it. */
    public void reserve(String process, MigrationEpoch epoch) throws DeviceException {
        ensure("reserve", process, epoch, copy -> copy.isHeldBy(epoch));
    }

    /**
     * Takes a VLAN for the migration's images at this server, until the process is given back: refused while another
     * migration has it.
     *
     * @param alone whether the server's port carries one migration's VLAN at a time
     */
    public void reserveVlan(String process, MigrationEpoch epoch, int vlan, boolean alone) throws DeviceException {
        Map<String, String> values = new HashMap<>(values(process, epoch));
        values.put("vlan", String.valueOf(vlan));
        operations.ensure("reserve VLAN %d for process %s".formatted(vlan, process), () -> find(process),
                copy -> copy.isHeldBy(epoch) && copy.vlan() == vlan,
                alone ? "reserve_vlan_alone" : "reserve_vlan", values, null);
    }

    /** Gives the process back, at this server. */
    public void giveBack(String process, MigrationEpoch epoch) throws DeviceException {
        operations.ensure("give process %s back".formatted(process), () -> find(process),
                copy -> !copy.isHeldBy(epoch) && copy.isOver(epoch)
                        && !copy.isBurdenedBy(epoch), "give_back",
                values(process, epoch), null);
    }

    /** Tells this server what it needs to know to settle the migration without a controller. */
    public void prepare(String process, MigrationEpoch epoch, Terms terms) throws DeviceException {
        Map<String, String> values = new HashMap<>(values(process, epoch));
        values.putAll(Map.of("address", terms.virtualIp(), "peers", String.join(",", terms.peers()), "key",
                terms.peerKey(), "deadline", String.valueOf(terms.deadline().toSeconds())));
        operations.repeat("prepare process " + process, terms.encrypted() ? "prepare_encrypted" : "prepare", values);
    }

    /** Bars the way to the process's resume at this server for ever, unless it is too late for that. */
    public Fence fence(String process, MigrationEpoch epoch) throws DeviceException {
        return operations.tell("fence", values(process, epoch), fields -> fields.as("answer",
                text -> Fence.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'))));
    }

    /** At the source: nothing of the migration can be thawed here, and the process is not started here either. */
    public void giveUp(String process, MigrationEpoch epoch, MigrationEpoch next) throws DeviceException {
        passOn("give up", "give_up", process, epoch, next, copy -> copy.isHeldBy(next));
    }

    /** At the target, once the source has given up: its fenced image goes on by the next epoch. */
    public void adopt(String process, MigrationEpoch epoch, MigrationEpoch next) throws DeviceException {
        passOn("adopt the fenced image of", "adopt", process, epoch, next, copy -> goesOn(copy, next));
    }

    /**
     * Has what is kept here of a lost process ready to be resumed, with its connections closed. A human has said that
     * it runs nowhere else.
     */
    public void restart(String process, MigrationEpoch epoch, MigrationEpoch next) throws DeviceException {
        passOn("take what is kept of", "restart", process, epoch, next, copy -> goesOn(copy, next));
    }

    private static boolean goesOn(Copy copy, MigrationEpoch next) {
        return copy.state() == CopyState.STAGED && copy.isHeldBy(next) || copy.resumedEpoch().equals(next);
    }

    private void passOn(String what, String operation, String process, MigrationEpoch epoch, MigrationEpoch next,
            Predicate<Copy> wanted) throws DeviceException {
        Map<String, String> values = new HashMap<>(values(process, epoch));
        values.put("next", next.toString());
        operations.ensure("%s process %s".formatted(what, process), () -> find(process), wanted, operation, values,
                null);
    }

    /** The PIDs of a process that runs here; empty if it needs none of its own. */
    public Set<Long> pids(String process) throws DeviceException {
        return pids("pids", Map.of("process", process));
    }

    /** Which of these PIDs are taken here. */
    public Set<Long> taken(Set<Long> pids) throws DeviceException {
        return pids.isEmpty() ? Set.of() : pids("taken_pids", Map.of("pids", pids.stream().map(String::valueOf)
                .collect(Collectors.joining(","))));
    }

    private Set<Long> pids(String operation, Map<String, String> values) throws DeviceException {
        return operations.tell(operation, values, fields -> fields.as("pids", list -> list.equals("none") ? Set.of()
                : Stream.of(list.split(",")).map(Long::valueOf).collect(Collectors.toCollection(TreeSet::new))));
    }

    /** Says that the users are about to come to this server, which does not leave them waiting from then on. */
    public void expectUsers(String process, MigrationEpoch epoch) throws DeviceException {
        operations.repeat("expect the users of process " + process, "expect_users", values(process, epoch));
    }

    public Memory memory(String process) throws DeviceException {
        return operations.tell("memory", Map.of("process", process), fields -> new Memory(
                fields.as("bytes", Long::valueOf), fields.as("changing", Long::valueOf)));
    }

    /**
     * Sends a first image of a process that runs on, and returns when {@code target} has it.
     *
     * @param address the target server's address in the migration network
     * @param vlan the migration VLAN, or 0 for the public network
     * @param timeout how long that may take
     */
    public void sendFirst(String process, MigrationEpoch epoch, ProcessMigrationController target, String address,
            int vlan, Duration timeout) throws DeviceException {
        send("send a first image of", "send_first", process, epoch, target, address, vlan,
                copy -> copy.firstImageBytes() > 0 && copy.isHeldBy(epoch), timeout);
    }

    /** Waits until a resumed process has all of its pages, in a post-copy. */
    public void fetchPages(String process, MigrationEpoch epoch, Duration timeout) throws DeviceException {
        operations.ensure("fetch the remaining pages of process " + process, () -> find(process),
                copy -> copy.state() == CopyState.RUNNING && copy.complete(), "fetch_pages",
                values(process, epoch), timeout);
    }

    public void freeze(String process, MigrationEpoch epoch) throws DeviceException {
        ensure("freeze", process, epoch, copy -> copy.state() == CopyState.FROZEN && copy.isHeldBy(epoch));
    }

    /** Refused where the process was handed over and the other server has not fenced it. */
    public void thaw(String process, MigrationEpoch epoch) throws DeviceException {
        ensure("thaw", process, epoch, copy -> copy.state() == CopyState.RUNNING && copy.isOver(epoch));
    }

    /** The caller has it from the other server that the migration is fenced. */
    public void thawFenced(String process, MigrationEpoch epoch) throws DeviceException {
        operations.ensure("thaw process " + process, () -> find(process),
                copy -> copy.state() == CopyState.RUNNING && copy.isOver(epoch), "thaw_fenced",
                values(process, epoch), null);
    }

    /** Makes the target ready for the image. */
    public void receive(String process, MigrationEpoch epoch) throws DeviceException {
        ensure("receive", process, epoch, copy -> copy.isHeldBy(epoch)
                && (copy.state() == CopyState.RECEIVING || copy.state() == CopyState.STAGED));
    }

    /**
     * Sends the frozen process, and returns when {@code target} has the whole image.
     *
     * @param address the target server's address in the migration network
     * @param vlan the migration VLAN, or 0 for the public network
     * @param timeout how long that may take
     */
    public void send(String process, MigrationEpoch epoch, ProcessMigrationController target, String address, int vlan,
            Duration timeout) throws DeviceException {
        send("send", "send", process, epoch, target, address, vlan,
                copy -> copy.state() == CopyState.STAGED && copy.isHeldBy(epoch), timeout);
    }

    /**
     * Sends the frozen process for a post-copy: it can resume at {@code target} then, and fetches its pages from here.
     *
     * @param address the target server's address in the migration network
     * @param vlan the migration VLAN, or 0 for the public network
     * @param timeout how long that may take
     */
    public void sendWithoutPages(String process, MigrationEpoch epoch, ProcessMigrationController target,
            String address, int vlan, Duration timeout) throws DeviceException {
        send("send", "send_without_pages", process, epoch, target, address, vlan,
                copy -> copy.state() == CopyState.STAGED && copy.isHeldBy(epoch), timeout);
    }

    private void send(String what, String operation, String process, MigrationEpoch epoch,
            ProcessMigrationController target, String address, int vlan, Predicate<Copy> arrived, Duration timeout)
            throws DeviceException {
        Map<String, String> values = new HashMap<>(Map.of("process", process, "epoch", epoch.toString(),
                "address", address));
        if (vlan != 0) {
            values.put("vlan", String.valueOf(vlan));
        }
        operations.ensure("%s process %s to %s".formatted(what, process, address), () -> target.find(process), arrived,
                operation + (vlan == 0 ? "_by_public_network" : "_by_vlan"), values, timeout);
    }

    public void resume(String process, MigrationEpoch epoch) throws DeviceException {
        ensure("resume", process, epoch, copy -> copy.state() == CopyState.RUNNING
                && copy.resumedEpoch().equals(epoch));
    }

    /** Removes an image that was received, whole or in part, and closes the epoch at this server. */
    public void discard(String process, MigrationEpoch epoch) throws DeviceException {
        ensure("discard", process, epoch, copy -> copy.state() == CopyState.ABSENT && copy.isOver(epoch));
    }

    /** Removes the frozen process at the source, once it runs elsewhere. */
    public void discardMigrated(String process, MigrationEpoch epoch) throws DeviceException {
        operations.ensure("discard the migrated process " + process, () -> find(process),
                copy -> copy.state() == CopyState.ABSENT, "discard_migrated",
                values(process, epoch), null);
    }

    public boolean holds(String virtualIp) throws DeviceException {
        return operations.tell("find_virtual_ip", Map.of("address", virtualIp), fields -> fields.text("state"))
                .equals("held");
    }

    public void claim(String virtualIp, String process, MigrationEpoch epoch) throws DeviceException {
        address("claim", virtualIp, process, epoch, held -> held);
    }

    public void release(String virtualIp, String process, MigrationEpoch epoch) throws DeviceException {
        address("release", virtualIp, process, epoch, held -> !held);
    }

    private void address(String verb, String virtualIp, String process, MigrationEpoch epoch, Predicate<Boolean> wanted)
            throws DeviceException {
        operations.ensure("%s virtual IP %s".formatted(verb, virtualIp), () -> holds(virtualIp), wanted,
                verb + "_virtual_ip", Map.of("address", virtualIp, "process", process, "epoch",
                        epoch.toString()), null);
    }

    private static Map<String, String> values(String process, MigrationEpoch epoch) {
        return Map.of("process", process, "epoch", epoch.toString());
    }

    private void ensure(String verb, String process, MigrationEpoch epoch, Predicate<Copy> wanted)
            throws DeviceException {
        operations.ensure("%s process %s".formatted(verb, process), () -> find(process), wanted, verb,
                values(process, epoch), null);
    }
}
