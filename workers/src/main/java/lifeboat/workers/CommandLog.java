package lifeboat.workers;

import lifeboat.connectors.session.CommandRecord;
import lifeboat.connectors.session.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every command and its answer, in the controller's log. A command stands there before it is sent. */
final class CommandLog implements Journal {

    private static final Logger COMMANDS = LoggerFactory.getLogger("lifeboat.commands");

    @Override
    public void sending(String device, String command) {
        COMMANDS.info("{} <- {}", device, command);
    }

    @Override
    public void record(CommandRecord command) {
        COMMANDS.info("{} {} ms: {} -> {}", command.device(), command.duration().toMillis(), command.command(),
                command.answer().replace("\n", " | "));
    }
}
