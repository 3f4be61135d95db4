package lifeboat.pmc.cli;

import java.io.IOException;

/** Runs the lines of a login session. */
@FunctionalInterface
public interface LineRunner {

    /** Runs each line and prints its answer. */
    LineRunner PLAIN = (commands, line, terminal) -> {
        terminal.answer(commands.execute(line));
        return true;
    };

    /** @return whether the session goes on */
    boolean run(CommandLine commands, String line, Terminal terminal) throws IOException;
}
