package lifeboat.workers.evidence;

import lifeboat.connectors.session.CommandRecord;
import lifeboat.connectors.session.Journal;
import lifeboat.evidence.record.Fact.CommandAnswered;
import lifeboat.evidence.record.Fact.CommandSent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Every command and its answer, in the controller's log, and in the evidence of the migration that it is for. A
 * command stands there before it is sent.
 */
@Component
class CommandLog implements Journal {

    private static final Logger COMMANDS = LoggerFactory.getLogger("lifeboat.commands");

    private final MigrationEvidence evidence;

    CommandLog(MigrationEvidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public void sending(String device, String command) {
        COMMANDS.info("{} <- {}", device, command);
        evidence.write(run -> new CommandSent(run, device, command));
    }

    @Override
    public void record(CommandRecord command) {
        COMMANDS.info("{} {} ms: {} -> {}", command.device(), command.duration().toMillis(), command.command(),
                command.answer().replace("\n", " | "));
        evidence.write(run -> new CommandAnswered(run, command.device(), command.command(), command.answer(),
                command.failed(), command.start().toString(), command.duration().toMillis()));
    }
}
