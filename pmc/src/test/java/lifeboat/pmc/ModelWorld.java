package lifeboat.pmc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Two servers with the real PMCs, images on their way, and what the controllers know. A controller is anybody: each
 * command may come at any time, twice, late, or never. It only does not say what it cannot know: that a target has
 * fenced the epoch, or that the process runs there; and it begins with a plan, which takes the process at both.
 */
final class ModelWorld {

    static final String TWO_COPIES = "two copies run";
    static final Epoch EPOCH = new Epoch(7, "a");
    /** By which a fenced image goes on when the source has lost the process. */
    static final Epoch NEXT = new Epoch(8, "a");

    private static final AgreedTerms TO_TARGET = new AgreedTerms(ModelServer.VIRTUAL_IP, List.of("target"), "k2", false,
            Duration.ofSeconds(20));
    private static final AgreedTerms TO_SOURCE = new AgreedTerms(ModelServer.VIRTUAL_IP, List.of("source"), "k1", false,
            Duration.ofSeconds(20));

    /** Something a server does. */
    @FunctionalInterface
    interface Action {
        void on(ModelWorld world) throws CommandRefused;
    }

    /** One of the two, and what it does. */
    record Step(boolean atSource, Action action) {
    }

    final ModelServer source;
    final ModelServer target;
    private boolean imageOnItsWay;
    private boolean knownFenced;
    private boolean knownRunning;
    private boolean knownGivenUp;
    private boolean knownGoingOn;
    boolean lostWithAServer;
    /** A plan takes the process before all else, and once. */
    boolean targetLostItsDisk;
    int faults;

    ModelWorld(ModelServer.Mutation mutation, int faults) {
        this(new ModelServer(ProcessBackend.Found.RUNNING, true, mutation),
                new ModelServer(ProcessBackend.Found.NOTHING, false, mutation));
        this.faults = faults;
        try {
            atSource(true).reserve(ModelServer.PROCESS, EPOCH);
            atTarget().reserve(ModelServer.PROCESS, EPOCH);
            atTarget().prepare(ModelServer.PROCESS, EPOCH, TO_SOURCE);
            atSource(true).prepare(ModelServer.PROCESS, EPOCH, TO_TARGET);
        } catch (CommandRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private ModelWorld(ModelServer source, ModelServer target) {
        this.source = source;
        this.target = target;
    }

    ModelWorld copy() {
        ModelWorld copy = new ModelWorld(source.copy(), target.copy());
        copy.imageOnItsWay = imageOnItsWay;
        copy.knownFenced = knownFenced;
        copy.knownRunning = knownRunning;
        copy.knownGivenUp = knownGivenUp;
        copy.knownGoingOn = knownGoingOn;
        copy.lostWithAServer = lostWithAServer;
        copy.targetLostItsDisk = targetLostItsDisk;
        copy.faults = faults;
        return copy;
    }

    String state() {
        return "source: %s | target: %s |%s%s%s%s%s%s%s %d".formatted(source.state(), target.state(),
                imageOnItsWay ? " image on its way" : "", knownFenced ? " known fenced" : "",
                knownRunning ? " known running" : "", lostWithAServer ? " lost" : "",
                knownGivenUp ? " known given up" : "", knownGoingOn ? " known going on" : "",
                targetLostItsDisk ? " disk lost" : "", faults);
    }

    PmcMigrations atSource(boolean peerAnswers) {
        return source.pmc(peerAnswers ? toTarget() : PeerLink.none());
    }

    PmcMigrations atTarget() {
        return target.pmc(toSource());
    }

    private PeerLink toTarget() {
        return linkTo(target, () -> target.pmc(PeerLink.none()));
    }

    private PeerLink toSource() {
        return linkTo(source, () -> source.pmc(PeerLink.none()));
    }

    private static PeerLink linkTo(ModelServer server, Supplier<PmcMigrations> pmc) {
        return new PeerLink() {
            @Override
            public Optional<Fenced> fence(AgreedTerms terms, String process, Epoch epoch) {
                Optional<Fenced> blindly = server.mutation().answersBlindly(server.disk.isPresent());
                if (blindly.isPresent() || !server.alive) {
                    return blindly;
                }
                try {
                    return Optional.of(pmc.get().fence(process, epoch, false));
                } catch (CommandRefused | ModelServer.Killed e) {
                    return Optional.empty();
                }
            }

            @Override
            public void tellRunning(AgreedTerms terms, String process, Epoch epoch) {
                try {
                    if (server.alive) {
                        pmc.get().discardFenced(process, epoch);
                    }
                } catch (CommandRefused | ModelServer.Killed e) {
                    // it is not told
                }
            }
        };
    }

    /** Everything that can be asked of the two, by anybody. */
    Map<String, Step> steps() {
        String process = ModelServer.PROCESS;
        String address = ModelServer.VIRTUAL_IP;
        Map<String, Step> steps = new LinkedHashMap<>();
        at(steps, true, "reserve at the source", w -> w.atSource(true).reserve(process, EPOCH));
        if (!targetLostItsDisk) {
            at(steps, false, "reserve at the target", w -> w.atTarget().reserve(process, EPOCH));
        }
        at(steps, true, "prepare the source", w -> w.atSource(true).prepare(process, EPOCH, TO_TARGET));
        at(steps, false, "prepare the target", w -> w.atTarget().prepare(process, EPOCH, TO_SOURCE));
        at(steps, true, "freeze", w -> w.atSource(true).freeze(process, EPOCH));
        at(steps, false, "receive", w -> w.atTarget().receive(process, EPOCH));
        at(steps, true, "send", w -> {
            w.source.onSend(() -> w.imageOnItsWay = true);
            w.atSource(true).send(process, EPOCH, "target", 0);
        });
        if (imageOnItsWay) {
            at(steps, false, "the image arrives", w -> w.atTarget().arrived(process, EPOCH, () -> {
                w.target.here = ProcessBackend.Found.IMAGE;
                w.target.imageOf = EPOCH;
                return true;
            }));
        }
        at(steps, true, "release at the source", w -> w.atSource(true).release(address, process, EPOCH));
        at(steps, false, "release at the target", w -> w.atTarget().release(address, process, EPOCH));
        at(steps, true, "claim at the source", w -> w.atSource(true).claim(address, process, EPOCH));
        at(steps, false, "claim at the target", w -> w.atTarget().claim(address, process, EPOCH));
        at(steps, false, "expect users", w -> w.atTarget().expectUsers(process, EPOCH));
        at(steps, false, "resume", w -> {
            w.atTarget().resume(process, EPOCH);
            w.knownRunning = true;
        });
        at(steps, false, "fence", w -> {
            Fenced answer = w.atTarget().fence(process, EPOCH, true);
            w.knownFenced |= answer == Fenced.FENCED;
            w.knownRunning |= answer == Fenced.RUNNING_COMPLETE;
        });
        at(steps, true, "thaw", w -> w.atSource(true).thaw(process, EPOCH, false));
        at(steps, true, "thaw without a peer", w -> w.atSource(false).thaw(process, EPOCH, false));
        if (knownFenced) {
            at(steps, true, "thaw, fenced", w -> w.atSource(true).thaw(process, EPOCH, true));
        }
        at(steps, true, "give up at the source", w -> {
            w.atSource(true).giveUp(process, EPOCH, NEXT);
            w.knownGivenUp = true;
        });
        if (knownGivenUp) {
            at(steps, false, "adopt", w -> w.atTarget().adopt(process, EPOCH, NEXT));
            at(steps, false, "claim at the target, next", w -> w.atTarget().claim(address, process, NEXT));
            at(steps, false, "resume, next", w -> {
                w.atTarget().resume(process, NEXT);
                w.knownGoingOn = true;
            });
            at(steps, false, "discard, next", w -> w.atTarget().discard(process, NEXT, false));
        }
        if (knownGoingOn) {
            at(steps, true, "discard at the source, next", w -> w.atSource(true).discard(process, NEXT, true));
            at(steps, true, "give back at the source, next", w -> w.atSource(true).giveBack(process, NEXT));
            at(steps, false, "give back at the target, next", w -> w.atTarget().giveBack(process, NEXT));
        }
        at(steps, false, "discard", w -> w.atTarget().discard(process, EPOCH, false));
        if (knownRunning) {
            at(steps, true, "discard, migrated", w -> w.atSource(true).discard(process, EPOCH, true));
        }
        at(steps, true, "give back at the source", w -> w.atSource(true).giveBack(process, EPOCH));
        at(steps, false, "give back at the target", w -> w.atTarget().giveBack(process, EPOCH));
        at(steps, true, "the source's deadline passes", w -> w.atSource(true).settle(process));
        at(steps, true, "the source's deadline passes without a peer", w -> w.atSource(false).settle(process));
        at(steps, false, "the target's deadline passes", w -> w.atTarget().settle(process));
        if (!source.alive) {
            steps.put("the source's PMC starts", new Step(true, w -> w.source.start(w.toTarget())));
        }
        if (!target.alive) {
            steps.put("the target's PMC starts", new Step(false, w -> w.target.start(w.toSource())));
        }
        if (source.alive && source.here == ProcessBackend.Found.NOTHING && lostWithAServer) {
            steps.put("the source's server starts the service", new Step(true, w -> {
                if (w.atSource(true).mayStart(process).isEmpty()) {
                    w.source.here = ProcessBackend.Found.RUNNING;
                }
            }));
        }
        if (target.alive && target.here == ProcessBackend.Found.NOTHING && lostWithAServer) {
            steps.put("the target's server starts the service", new Step(false, w -> {
                if (w.atTarget().mayStart(process).isEmpty()) {
                    w.target.here = ProcessBackend.Found.RUNNING;
                }
            }));
        }
        return steps;
    }

    private void at(Map<String, Step> steps, boolean atSource, String name, Action action) {
        if (atSource ? source.alive : target.alive) {
            steps.put(name, new Step(atSource, action));
        }
    }

    /** What is promised, at any moment. */
    List<String> violations() {
        List<String> broken = new ArrayList<>();
        if (source.isRunning() && target.isRunning()) {
            broken.add(TWO_COPIES);
        }
        boolean none = source.here == ProcessBackend.Found.NOTHING && target.here == ProcessBackend.Found.NOTHING;
        if (none && !lostWithAServer) {
            broken.add("no copy is left");
        }
        if (source.address && source.here == ProcessBackend.Found.NOTHING
                || target.address && target.here == ProcessBackend.Found.NOTHING) {
            broken.add("an address without a copy behind it: users are reset");
        }
        return broken;
    }

    /** What a controller does when all answer: decides, and brings everything there. */
    void converge() throws CommandRefused {
        String process = ModelServer.PROCESS;
        if (!source.alive) {
            source.start(toTarget());
        }
        if (!target.alive) {
            target.start(toSource());
        }
        CopyRecord atSource = atSource(true).status(process).copy();
        boolean mayThaw = atSource.state() == LocalCopyState.RUNNING || atSource.state() == LocalCopyState.FROZEN
                && (!atSource.handedOver() || atSource.isDead(EPOCH));
        boolean runsAtTarget = false;
        if (mayThaw) {
            atSource(true).thaw(process, EPOCH, false);
        } else {
            Fenced answer = atTarget().fence(process, EPOCH, true);
            runsAtTarget = answer == Fenced.RUNNING_COMPLETE || goesOnAtTarget();
            if (answer == Fenced.FENCED && atSource.state() == LocalCopyState.FROZEN) {
                atSource(true).thaw(process, EPOCH, true);
            }
        }
        clear(atSource(true), runsAtTarget, true);
        clear(atTarget(), runsAtTarget, false);
    }

    /** What the source has lost and given up goes on at the target, if the whole image is there. */
    private boolean goesOnAtTarget() throws CommandRefused {
        String process = ModelServer.PROCESS;
        CopyRecord image = atTarget().status(process).copy();
        if (atSource(true).status(process).copy().state() != LocalCopyState.ABSENT
                || image.state() != LocalCopyState.STAGED) {
            return false;
        }
        Epoch next = new Epoch(image.dead().number() + 1, image.active().name());
        try {
            atSource(true).giveUp(process, image.active(), next);
        } catch (CommandRefused e) {
            return false;
        }
        atTarget().adopt(process, image.active(), next);
        atTarget().claim(ModelServer.VIRTUAL_IP, process, next);
        atTarget().resume(process, next);
        return true;
    }

    private static void clear(PmcMigrations pmc, boolean runsAtTarget, boolean isSource)
            throws CommandRefused {
        CopyRecord copy = pmc.status(ModelServer.PROCESS).copy();
        Epoch own = copy.active().equals(Epoch.NONE) ? EPOCH : copy.active();
        if (runsAtTarget == isSource && copy.isHeldBy(own) && copy.state() != LocalCopyState.RUNNING
                && copy.state() != LocalCopyState.ABSENT) {
            pmc.discard(ModelServer.PROCESS, own, copy.state() == LocalCopyState.FROZEN);
        }
        if (pmc.status(ModelServer.PROCESS).copy().state() == LocalCopyState.ABSENT
                && pmc.holds(ModelServer.VIRTUAL_IP)) {
            pmc.release(ModelServer.VIRTUAL_IP, ModelServer.PROCESS, EPOCH);
        }
        pmc.giveBack(ModelServer.PROCESS, own);
    }

    /** What is still wrong after everything was converged and all answered. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>(violations());
        for (ModelServer server : List.of(source, target)) {
            if (server.here == ProcessBackend.Found.IMAGE) {
                left.add("an image is left");
            }
            if (server.disk.isPresent() && !server.disk.get().isHeldBy(Epoch.NONE)) {
                left.add("the process is still taken");
            }
        }
        if (!lostWithAServer && !source.isRunning() && !target.isRunning()) {
            left.add("the process runs nowhere");
        }
        if (source.isRunning() && !source.address && source.disk.isPresent()
                && !source.disk.get().terms().virtualIp().isEmpty() && !lostWithAServer) {
            left.add("the process runs without its address");
        }
        return left;
    }
}
