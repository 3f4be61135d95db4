package lifeboat.trial.cli;

import java.util.ArrayList;
import java.util.List;
import lifeboat.app.cli.ExitCode;
import lifeboat.app.cli.FurtherCommand;
import lifeboat.trial.lab.ChildProcess;
import lifeboat.trial.lab.LabProcess;
import lifeboat.trial.lab.LinuxNetwork;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code lifeboat lab}: hands over to the lab's own command. */
@Command(name = "lab", description = "Runs the simulated lab, or with 'linux' the Linux lab, alone, with the inventory "
        + "that fits it.")
public class LabCommand implements FurtherCommand {

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        if (arguments.contains("--clean")) {
            LinuxNetwork.clean();
            return ExitCode.DONE;
        }
        if (arguments.contains("linux") && LinuxNetwork.current() == null) {
            List<String> inside = new ArrayList<>(List.of("lab"));
            inside.addAll(arguments);
            return LinuxRun.inside(inside);
        }
        if (LinuxNetwork.current() != null) {
            arguments.addAll(List.of("--network", LinuxNetwork.current().toString()));
        }
        return ChildProcess.run(new ProcessBuilder(LabProcess.command(arguments)).inheritIO());
    }
}
