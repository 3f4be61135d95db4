package lifeboat.lab.simulated.network;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.CopyRecord;
import lifeboat.pmc.CopyStore;
import lifeboat.pmc.PeerLink;
import lifeboat.pmc.PmcMigrations;
import lifeboat.pmc.ProcessBackend;

/**
 * A server's PMC that can be killed, and started again. What it has on disk outlives it; a back-end's action that is
 * under way goes on to its end, as CRIU does. It exists to inject faults.
 */
final class MortalPmc {

    private final ProcessBackend backend;
    private volatile CopyStore disk = CopyStore.inMemory();
    private final PeerLink peers;
    private final Object writing = new Object();
    private final Set<String> processes = ConcurrentHashMap.newKeySet();
    private volatile PmcMigrations pmc;
    private volatile int life;
    private volatile String deathMoment = "";
    private volatile int deaths;

    MortalPmc(ProcessBackend backend, PeerLink peers) {
        this.backend = backend;
        this.peers = peers;
        start();
    }

    /** The one that lives. @throws PmcKilled if none does */
    PmcMigrations get() {
        PmcMigrations living = pmc;
        if (living == null) {
            throw new PmcKilled();
        }
        return living;
    }

    boolean isAlive() {
        return pmc != null;
    }

    int deaths() {
        return deaths;
    }

    void kill() {
        synchronized (writing) {
            if (pmc != null) {
                life++;
                pmc = null;
                deaths++;
            }
        }
    }

    /** @param moment {@code before} or {@code after}, and a method of the back-end, or {@code save} */
    void dieAt(String moment) {
        deathMoment = moment;
    }

    void start() {
        PmcMigrations started;
        synchronized (writing) {
            life++;
            started = new PmcMigrations(mortal(life), disk(life), peers);
            pmc = started;
        }
        processes.forEach(process -> look(started, process));
    }

    /** As a PMC does when it starts. */
    private static void look(PmcMigrations started, String process) {
        ifAlive(() -> {
            started.start(process);
            return process;
        });
    }

    /** Has the process on its list from now on. */
    void add(String process) {
        processes.add(process);
        look(get(), process);
    }

    /** Another one on an empty disk. */
    void replace() {
        kill();
        disk = CopyStore.inMemory();
        start();
    }

    private ProcessBackend mortal(int mine) {
        return (ProcessBackend) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[] {ProcessBackend.class}, (proxy, method, arguments) -> {
                    pass(mine, "before " + method.getName());
                    Object result;
                    try {
                        result = method.invoke(backend, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    pass(mine, "after " + method.getName());
                    return result;
                });
    }

    private CopyStore disk(int mine) {
        CopyStore kept = disk;
        return new CopyStore() {
            @Override
            public Set<String> processes() {
                return kept.processes();
            }

            @Override
            public Optional<CopyRecord> load(String process) {
                return kept.load(process);
            }

            @Override
            public void save(String process, CopyRecord copy) throws CommandRefused {
                pass(mine, "before save");
                synchronized (writing) {
                    if (mine != life) {
                        throw new PmcKilled();
                    }
                    kept.save(process, copy);
                }
                pass(mine, "after save");
            }
        };
    }

    private void pass(int mine, String moment) {
        if (mine == life && deathMoment.equals(moment)) {
            deathMoment = "";
            kill();
        }
        if (mine != life) {
            throw new PmcKilled();
        }
    }

    /** What another PMC or a timer asks is not answered by a dead one. */
    static <T> Optional<T> ifAlive(Answer<T> answer) {
        try {
            return Optional.ofNullable(answer.get());
        } catch (PmcKilled | CommandRefused e) {
            return Optional.empty();
        }
    }

    /** Something that a PMC may not live to say. */
    @FunctionalInterface
    interface Answer<T> {
        T get() throws CommandRefused;
    }
}
