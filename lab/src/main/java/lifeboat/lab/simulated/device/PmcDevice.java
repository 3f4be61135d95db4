package lifeboat.lab.simulated.device;

import lifeboat.lab.simulated.cli.CommandLine;
import lifeboat.lab.simulated.cli.Device;
import lifeboat.lab.simulated.network.Host;
import lifeboat.pmc.PmcCommands;

/** A server's PMC, behind the grammar every PMC has. */
public record PmcDevice(String name, Host host) implements Device {

    @Override
    public String banner() {
        return "Process migration controller of " + host.name();
    }

    @Override
    public CommandLine login() {
        PmcCommands commands = new PmcCommands(host.pmc());
        return new CommandLine() {
            @Override
            public String prompt() {
                return name + "$ ";
            }

            @Override
            public String execute(String line) {
                return commands.execute(line);
            }

            @Override
            public String refusal(String reason) {
                return PmcCommands.ERROR + reason;
            }

            @Override
            public boolean leaves(String line) {
                return line.equals("exit");
            }
        };
    }
}
