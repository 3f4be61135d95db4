package lifeboat.pmc;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One server of the model: what is really on it, what its PMC has on disk, and where the PMC is to be killed. Its PMC
 * is the real one; it is put together anew for each action from what an earlier one had in hand.
 */
final class ModelServer implements ProcessBackend, CopyStore, Cloneable {

    static final String PROCESS = "video";
    /** Each deadline has passed by then. */
    private static final Duration LATER = Duration.ofHours(1);
    static final String VIRTUAL_IP = "192.168.2.1";

    /** The PMC's end, wherever it is. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** What a broken PMC does otherwise than the real one. */
    interface Mutation {

        /** @return what is written instead of {@code record} where {@code before} was; null for nothing */
        default CopyRecord written(CopyRecord before, CopyRecord record) {
            return record;
        }

        /** What a PMC that starts finds on its disk. */
        default Optional<CopyRecord> found(Optional<CopyRecord> record) {
            return record;
        }

        /** Whether the target's disk may be replaced by an empty one: nobody can tell then without a human. */
        default boolean losesTheDisk() {
            return false;
        }

        default boolean liftsTheLockBeforeTheAddressIsOff() {
            return false;
        }

        /** What a target answers before it has looked; empty if it looks. */
        default Optional<Fenced> answersBlindly(boolean hasARecord) {
            return Optional.empty();
        }
    }

    private final Mutation mutation;
    boolean alive = true;
    Found here;
    boolean address;
    Optional<CopyRecord> disk = Optional.empty();
    /** What the PMC has in hand: the same as on disk, unless it is broken. */
    Optional<CopyRecord> memory = Optional.empty();
    Epoch imageOf = Epoch.NONE;
    private int hooksUntilDeath = Integer.MAX_VALUE;
    private int hooks;
    private Runnable look = () -> { };
    private HandOver sending;

    ModelServer(Found here, boolean address, Mutation mutation) {
        this.here = here;
        this.address = address;
        this.mutation = mutation;
    }

    ModelServer copy() {
        try {
            ModelServer copy = (ModelServer) clone();
            copy.hooksUntilDeath = Integer.MAX_VALUE;
            copy.hooks = 0;
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** The PMC dies at its {@code hooks}th save or act; what is looked at then is the whole world. */
    void dieAt(int deathHook, Runnable worldLook) {
        hooksUntilDeath = deathHook;
        look = worldLook;
    }

    int hooks() {
        return hooks;
    }

    PmcMigrations pmc(PeerLink peers) {
        PmcMigrations pmc = new PmcMigrations(this, this, peers, LATER::toNanos);
        if (memory.isPresent()) {
            Optional<CopyRecord> onDisk = disk;
            disk = memory;
            LocalCopy inHand = new LocalCopy(PROCESS, this, 0);
            disk = onDisk;
            pmc.know(inHand);
        }
        return pmc;
    }

    void start(PeerLink peers) throws CommandRefused {
        alive = true;
        memory = Optional.empty();
        disk = mutation.found(disk);
        new PmcMigrations(this, this, peers, () -> 0).start(PROCESS);
        memory = disk;
    }

    void die() {
        alive = false;
        memory = Optional.empty();
    }

    /** With everything that is not on the disk. */
    void reboot() {
        die();
        here = Found.NOTHING;
        address = false;
        imageOf = Epoch.NONE;
    }

    private void hook() {
        look.run();
        hooks++;
        if (hooks == hooksUntilDeath) {
            die();
            throw new Killed();
        }
    }

    Mutation mutation() {
        return mutation;
    }

    boolean isRunning() {
        return here == Found.RUNNING;
    }

    String state() {
        return "%s%s %s%s %s %s".formatted(alive ? "" : "dead ", here, imageOf, address ? " vip" : "", disk,
                memory.equals(disk) ? "" : memory);
    }

    @Override
    public Set<String> processes() {
        return Set.of();
    }

    @Override
    public Optional<CopyRecord> load(String process) {
        return disk;
    }

    @Override
    public void save(String process, CopyRecord copy) {
        hook();
        CopyRecord written = mutation.written(disk.orElse(CopyRecord.INITIAL), copy);
        if (written != null) {
            disk = Optional.of(written);
        }
        memory = Optional.of(copy);
        hook();
    }

    private void act(Runnable action) {
        hook();
        action.run();
        hook();
    }

    @Override
    public boolean isKnown(String process) {
        return true;
    }

    @Override
    public Found look(String process) {
        return here;
    }

    @Override
    public void settleRunning(String process) {
        hook();
    }

    @Override
    public void settleFrozen(String process) {
        hook();
    }

    @Override
    public boolean runs(String process) {
        return isRunning();
    }

    @Override
    public long imageBytes(String process) {
        return 1;
    }

    @Override
    public Memory memory(String process) {
        return new Memory(1, 1);
    }

    @Override
    public int connections(String process) {
        return 1;
    }

    @Override
    public Sent sendFirst(String process, Epoch epoch, ImageRoute way) {
        return new Sent(1, Duration.ZERO, "");
    }

    @Override
    public long firstImageBytes(String process) {
        return 0;
    }

    @Override
    public void discardFirst(String process) {
        // there is none
    }

    @Override
    public void stageForRestart(String process) throws CommandRefused {
        throw new CommandRefused("not in this model: a human says so");
    }

    @Override
    public boolean isLost(String process) {
        return false;
    }

    @Override
    public Set<Long> pids(String process) {
        return Set.of();
    }

    @Override
    public Set<Long> taken(Set<Long> pids) {
        return Set.of();
    }

    @Override
    public void freeze(String process) {
        act(() -> {
            here = Found.IMAGE;
            imageOf = Epoch.NONE;
        });
    }

    @Override
    public boolean isComplete(String process) {
        return true;
    }

    @Override
    public void fetchPages(String process) {
        // they are all here
    }

    @Override
    public void thaw(String process) {
        act(() -> here = Found.RUNNING);
    }

    /** Who is told when the image is on its way, with all that the target needs. */
    void onSend(HandOver sent) {
        sending = sent;
    }

    @Override
    public Sent send(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        handOver.now();
        sending.now();
        return new Sent(1, Duration.ZERO, "");
    }

    @Override
    public Sent sendWithoutPages(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        throw new CommandRefused("not in this model");
    }

    @Override
    public String imageKey() {
        return "key";
    }

    @Override
    public void resume(String process) {
        act(() -> here = Found.RUNNING);
    }

    @Override
    public void discard(String process) {
        act(() -> here = isRunning() ? here : Found.NOTHING);
    }

    @Override
    public boolean holds(String virtualIp) {
        return address;
    }

    @Override
    public void claim(String virtualIp) {
        act(() -> address = true);
    }

    @Override
    public void release(String virtualIp) {
        if (mutation.liftsTheLockBeforeTheAddressIsOff() && here == Found.IMAGE) {
            here = Found.NOTHING;
        }
        act(() -> address = false);
    }
}
