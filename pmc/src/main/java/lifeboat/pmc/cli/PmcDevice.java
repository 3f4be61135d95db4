package lifeboat.pmc.cli;

import java.util.function.Supplier;
import lifeboat.pmc.PmcCommands;
import lifeboat.pmc.PmcMigrations;

/**
 * A PMC that can be logged in to.
 *
 * @param controller the one that is there now
 */
public record PmcDevice(String name, String server, Supplier<PmcMigrations> controller)
        implements Device {

    @Override
    public String banner() {
        return "Process migration controller of " + server;
    }

    @Override
    public CommandLine login() {
        return new CommandLine() {
            @Override
            public String prompt() {
                return name + "$ ";
            }

            @Override
            public String execute(String line) {
                return new PmcCommands(controller.get()).execute(line);
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
