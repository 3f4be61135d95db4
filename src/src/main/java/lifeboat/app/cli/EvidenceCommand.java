package lifeboat.app.cli;

import picocli.CommandLine.Command;

/** {@code lifeboat evidence}: what was done in each migration, and the proof that it was not altered since. */
@Command(name = "evidence", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Shows what was done in each migration, and proves that it was not altered since.",
        subcommands = {EvidenceListCommand.class, EvidenceShowCommand.class, EvidenceExportCommand.class,
            EvidenceVerifyCommand.class})
class EvidenceCommand {
}
