package lifeboat.src.cli;

import java.util.List;
import java.util.concurrent.Callable;
import lifeboat.src.demo.LabProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code lifeboat lab}: hands over to the lab's own command. */
@Command(name = "lab", description = "Runs the simulated lab alone, with the inventory that fits it.")
class LabCommand implements Callable<Integer> {

    @Unmatched
    private List<String> arguments = List.of();

    @Override
    public Integer call() throws Exception {
        return new ProcessBuilder(LabProcess.command(arguments)).inheritIO().start().waitFor();
    }
}
