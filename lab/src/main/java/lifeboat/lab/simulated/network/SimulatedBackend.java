package lifeboat.lab.simulated.network;

import java.time.Duration;
import java.util.Set;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.Epoch;
import lifeboat.pmc.ImageRoute;
import lifeboat.pmc.ProcessBackend;

/** A server's processes and addresses in the simulated network. */
final class SimulatedBackend implements ProcessBackend {

    /** Nothing real travels, so there is nothing to digest. */
    private static final String NO_KEY = "0".repeat(64);

    private final SimulatedNetwork network;
    private final Host host;

    SimulatedBackend(SimulatedNetwork network, Host host) {
        this.network = network;
        this.host = host;
    }

    @Override
    public boolean isKnown(String process) {
        return network.isService(process);
    }

    @Override
    public boolean runs(String process) {
        return network.locked(() -> host.running.containsKey(process));
    }

    @Override
    public Found look(String process) {
        return network.locked(() -> host.running.containsKey(process) ? Found.RUNNING
                : host.frozen.containsKey(process) || host.staged.containsKey(process) ? Found.IMAGE : Found.NOTHING);
    }

    /** Connections of a process that runs here are never locked. */
    @Override
    public void settleRunning(String process) {
        discard(process);
    }

    @Override
    public void settleFrozen(String process) {
        // connections of a process that is frozen here are always locked
    }

    @Override
    public long imageBytes(String process) {
        return network.locked(() -> {
            StreamProcess copy = copy(process);
            return copy == null ? 0L : copy.imageBytes();
        });
    }

    @Override
    public Memory memory(String process) throws CommandRefused {
        StreamProcess running = running(process);
        return new Memory(running.imageBytes(), running.changingBytes());
    }

    private StreamProcess running(String process) throws CommandRefused {
        StreamProcess running = network.locked(() -> host.running.get(process));
        if (running == null) {
            throw new CommandRefused("there is no process %s here".formatted(process));
        }
        return running;
    }

    /** Nothing here has PIDs. */
    @Override
    public Set<Long> pids(String process) {
        return Set.of();
    }

    @Override
    public Set<Long> taken(Set<Long> pids) {
        return Set.of();
    }

    @Override
    public Sent sendFirst(String process, Epoch epoch, ImageRoute way) throws CommandRefused {
        long start = System.nanoTime();
        StreamProcess image = running(process).image();
        network.transferFirst(host, way.address(), way.vlan(), image, epoch);
        network.locked(() -> host.firstImages.put(process, image));
        return new Sent(image.imageBytes(), Duration.ofNanos(System.nanoTime() - start), image.sha256());
    }

    @Override
    public long firstImageBytes(String process) {
        return network.locked(() -> host.firstImages.containsKey(process)
                ? host.firstImages.get(process).imageBytes() : 0L);
    }

    @Override
    public void stageForRestart(String process) {
        network.locked(() -> {
            StreamProcess kept = host.frozen.containsKey(process) ? host.frozen.remove(process)
                    : host.firstImages.remove(process);
            return kept == null ? null : host.staged.put(process, kept.restarted());
        });
    }

    @Override
    public boolean isLost(String process) {
        return false;
    }

    @Override
    public void discardFirst(String process) {
        network.locked(() -> host.firstImages.remove(process));
    }

    @Override
    public int connections(String process) {
        return network.locked(() -> {
            StreamProcess copy = copy(process);
            return copy == null ? 0 : copy.connections().size();
        });
    }

    private StreamProcess copy(String process) {
        if (host.running.containsKey(process)) {
            return host.running.get(process);
        }
        return host.frozen.getOrDefault(process, host.staged.get(process));
    }

    @Override
    public void freeze(String process) throws CommandRefused {
        StreamProcess stopped = network.locked(() -> {
            StreamProcess running = host.running.remove(process);
            if (running != null) {
                host.frozen.put(process, running);
            }
            return running;
        });
        if (stopped == null) {
            throw new CommandRefused("there is no process %s here".formatted(process));
        }
    }

    @Override
    public Sent sendWithoutPages(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        throw new CommandRefused("this simulated server cannot serve single pages: choose another strategy than "
                + "post-copy, or the Linux lab");
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
    public void thaw(String process) {
        network.locked(() -> network.start(host, host.frozen.remove(process)));
    }

    @Override
    public Sent send(String process, Epoch epoch, ImageRoute way, HandOver handOver) throws CommandRefused {
        StreamProcess image = network.locked(() -> host.frozen.get(process).image());
        long start = System.nanoTime();
        long bytes = firstImageBytes(process) > 0 ? image.changingBytes() : image.imageBytes();
        network.transfer(host, way.address(), way.vlan(), image, bytes, epoch, handOver);
        return new Sent(bytes, Duration.ofNanos(System.nanoTime() - start), image.sha256());
    }

    /** What travels here cannot be read by anybody. */
    @Override
    public String imageKey() {
        return NO_KEY;
    }

    @Override
    public void resume(String process) {
        network.locked(() -> network.start(host, host.staged.remove(process)));
    }

    @Override
    public void discard(String process) {
        network.locked(() -> {
            host.staged.remove(process);
            return host.frozen.remove(process);
        });
    }

    @Override
    public boolean holds(String virtualIp) {
        return network.locked(() -> host.virtualIps.contains(virtualIp));
    }

    @Override
    public void claim(String virtualIp) throws CommandRefused {
        String holder = network.claim(host, virtualIp);
        if (holder != null) {
            throw new CommandRefused("%s is already in use: %s answers for it".formatted(virtualIp, holder));
        }
    }

    @Override
    public void release(String virtualIp) {
        network.locked(() -> host.virtualIps.remove(virtualIp));
    }
}
