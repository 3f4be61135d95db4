package lifeboat.app.cli;

import picocli.CommandLine.Command;

/** {@code lifeboat devices}: what an operator asks before a device is relied on. */
@Command(name = "devices", mixinStandardHelpOptions = true,
        description = "Checks the inventory's devices, and tries device definitions.",
        subcommands = {DevicesCheckCommand.class, DevicesRecordCommand.class, DevicesTestDefinitionCommand.class})
class DevicesCommand {
}
