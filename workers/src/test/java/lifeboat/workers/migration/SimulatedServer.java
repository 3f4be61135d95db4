package lifeboat.workers.migration;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.CopyRecord;
import lifeboat.pmc.CopyStore;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ImageRoute;
import lifeboat.pmc.PmcCommands;
import lifeboat.pmc.PmcMigrations;
import lifeboat.pmc.ProcessBackend;

/**
 * A server on the simulated clock: its memory, its disk, and the real PMC, which can be killed at any save or act. A
 * copy of the process is whether it has the user's session.
 */
final class SimulatedServer implements ProcessBackend {

    /** The PMC's end, wherever it is. */
    static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("the PMC was killed", null, false, false);
        }
    }

    private static final Duration SENDING = Duration.ofMillis(250);

    final String name;
    final String address;
    final int vlan;
    private final SimulatedWorld world;
    private CopyStore disk = CopyStore.inMemory();
    private final Set<String> everHere = new HashSet<>();
    private PmcMigrations pmc;
    private int life;
    private Predicate<String> death = moment -> false;
    boolean gone;
    Optional<Boolean> running = Optional.empty();
    Optional<Boolean> frozen = Optional.empty();
    Optional<Boolean> staged = Optional.empty();
    boolean firstImage;
    boolean holdsAddress;

    SimulatedServer(String name, String address, int vlan, SimulatedWorld world) {
        this.name = name;
        this.address = address;
        this.vlan = vlan;
        this.world = world;
        start();
    }

    boolean isAlive() {
        return pmc != null && !gone;
    }

    PmcMigrations pmc() {
        if (!isAlive()) {
            throw new Killed();
        }
        return pmc;
    }

    String execute(String line) {
        return new PmcCommands(pmc()).execute(line);
    }

    void start() {
        if (pmc != null) {
            return;
        }
        life++;
        int mine = life;
        pmc = new PmcMigrations(mortal(mine), store(mine), world.peersOf(this), world.time::now);
        ifAlive(() -> pmc().start(SimulatedWorld.PROCESS));
    }

    void kill() {
        life++;
        pmc = null;
    }

    /** @param moment for example {@code before save} */
    void dieAt(String moment, Runnable noted) {
        death = here -> {
            if (here.equals(moment)) {
                noted.run();
                death = none -> false;
                return true;
            }
            return false;
        };
    }

    /** With everything that was not on its disk; the service is started where the PMC lets it. */
    void reboot() {
        kill();
        forget();
        start();
        startService(120);
    }

    /** It asks for a minute, wherever the process runs meanwhile. */
    private void startService(int times) {
        world.time.after(Duration.ofMillis(500), () -> {
            if (running.isPresent() || gone || times == 0) {
                return;
            }
            ifAlive(() -> {
                if (pmc().mayStart(SimulatedWorld.PROCESS).isEmpty()) {
                    running = Optional.of(false);
                    holdsAddress = true;
                    world.look();
                }
            });
            startService(times - 1);
        });
    }

    void destroy() {
        gone = true;
        kill();
        forget();
    }

    /** Another one in its place, which knows nothing. */
    void replace() {
        kill();
        forget();
        disk = CopyStore.inMemory();
        start();
    }

    private void forget() {
        running = Optional.empty();
        frozen = Optional.empty();
        staged = Optional.empty();
        firstImage = false;
        holdsAddress = false;
    }

    /** Does something with the PMC that it may not live to end. */
    interface Doing {
        void now() throws CommandRefused;
    }

    void ifAlive(Doing doing) {
        if (!isAlive()) {
            return;
        }
        try {
            doing.now();
        } catch (CommandRefused | Killed e) {
            // it said no, or died
        }
        world.look();
    }

    private void pass(int mine, String moment) {
        if (mine == life && death.test(moment)) {
            kill();
        }
        if (mine != life) {
            throw new Killed();
        }
    }

    private ProcessBackend mortal(int mine) {
        return (ProcessBackend) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {ProcessBackend.class}, (proxy, method, arguments) -> {
                    pass(mine, "before " + method.getName());
                    Object result;
                    try {
                        result = method.invoke(this, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    world.look();
                    pass(mine, "after " + method.getName());
                    return result;
                });
    }

    private CopyStore store(int mine) {
        return new CopyStore() {
            @Override
            public Set<String> processes() {
                return disk.processes();
            }

            @Override
            public Optional<CopyRecord> load(String process) {
                return disk.load(process);
            }

            @Override
            public void save(String process, CopyRecord copy) throws CommandRefused {
                pass(mine, "before save");
                disk.save(process, copy);
                pass(mine, "after save");
            }
        };
    }

    boolean hasImage() {
        return firstImage || staged.isPresent();
    }

    String describe() {
        return "%s:%s%s%s%s%s %s".formatted(name, running.map(has -> " running").orElse(""),
                frozen.map(has -> " frozen").orElse(""), staged.map(has -> " staged").orElse(""),
                firstImage ? " first image" : "", holdsAddress ? " address" : "", record().map(r ->
                        "%s %s active %s dead %s resumed %s%s".formatted(r.state(), r.intent(), r.active(), r.dead(),
                                r.resumed(), r.handedOver() ? " handed over" : "")).orElse("no record"));
    }

    Optional<CopyRecord> record() {
        return disk.load(SimulatedWorld.PROCESS);
    }

    @Override
    public boolean isKnown(String process) {
        return process.equals(SimulatedWorld.PROCESS);
    }

    @Override
    public boolean runs(String process) {
        return running.isPresent();
    }

    @Override
    public Found look(String process) {
        return running.isPresent() ? Found.RUNNING : frozen.isPresent() || staged.isPresent() ? Found.IMAGE
                : Found.NOTHING;
    }

    @Override
    public void settleRunning(String process) {
        discard(process);
    }

    @Override
    public void settleFrozen(String process) {
        // it is locked from the first moment on
    }

    @Override
    public long imageBytes(String process) {
        return 1_000_000;
    }

    @Override
    public Memory memory(String process) {
        return new Memory(1_000_000, 10_000);
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
    public int connections(String process) {
        return 1;
    }

    @Override
    public Sent sendFirst(String process, Epoch epoch, ImageRoute way) throws CommandRefused {
        SimulatedServer target = carry(process, epoch, way);
        target.firstImage = true;
        firstImage = true;
        return new Sent(1_000_000, SENDING, "0".repeat(64));
    }

    private SimulatedServer carry(String process, Epoch epoch, ImageRoute way) throws CommandRefused {
        SimulatedServer target = world.server(way.address());
        for (int look = 0; look < 5; look++) {
            if (!target.isAlive() || gone) {
                throw new CommandRefused("%s does not answer".formatted(way.address()));
            }
            try {
                target.pmc().receive(process, epoch);
            } catch (Killed e) {
                throw new CommandRefused("%s does not answer any more".formatted(way.address()));
            }
            world.time.pass(SENDING.dividedBy(5));
        }
        return target;
    }

    @Override
    public long firstImageBytes(String process) {
        return firstImage ? 1_000_000 : 0;
    }

    @Override
    public void discardFirst(String process) {
        firstImage = false;
    }

    @Override
    public void stageForRestart(String process) {
        staged = Optional.of(false);
        frozen = Optional.empty();
        firstImage = false;
    }

    @Override
    public void freeze(String process) throws CommandRefused {
        if (running.isEmpty()) {
            throw new CommandRefused("there is no process %s here".formatted(process));
        }
        frozen = running;
        running = Optional.empty();
    }

    @Override
    public boolean isComplete(String process) {
        return true;
    }

    @Override
    public void fetchPages(String process) {
        // there never are any left
    }

    @Override
    public boolean isLost(String process) {
        return false;
    }

    @Override
    public void thaw(String process) {
        running = frozen;
        frozen = Optional.empty();
    }

    @Override
    public Sent send(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        Optional<Boolean> image = frozen;
        SimulatedServer target = carry(process, epoch, way);
        handOver.now();
        try {
            target.pmc().arrived(process, epoch, () -> {
                target.staged = image;
                return true;
            });
        } catch (Killed e) {
            throw new CommandRefused("%s does not answer any more".formatted(way.address()));
        }
        return new Sent(1_000_000, SENDING, "0".repeat(64));
    }

    @Override
    public Sent sendWithoutPages(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        throw new CommandRefused("not here");
    }

    @Override
    public String imageKey() {
        return "0".repeat(64);
    }

    @Override
    public void resume(String process) {
        running = staged;
        staged = Optional.empty();
    }

    @Override
    public void discard(String process) {
        staged = Optional.empty();
        frozen = Optional.empty();
    }

    @Override
    public boolean holds(String virtualIp) {
        return holdsAddress;
    }

    @Override
    public void claim(String virtualIp) {
        holdsAddress = true;
    }

    @Override
    public void release(String virtualIp) {
        holdsAddress = false;
    }
}
