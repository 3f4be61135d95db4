package lifeboat.trial.cli;

import java.io.IOException;
import java.util.List;
import lifeboat.trial.lab.LinuxNetwork;

/** Runs a command of ours inside a Linux lab's network that lasts as long as the command does. */
final class LinuxRun {

    private LinuxRun() {
    }

    /** @return the command's exit code */
    static int inside(List<String> arguments) throws IOException, InterruptedException {
        LinuxNetwork network = LinuxNetwork.build();
        // The network goes with us, whatever ends us.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                LinuxNetwork.clean();
            } catch (IOException e) {
                System.err.println("The Linux lab could not be removed: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        return network.run(arguments);
    }
}
