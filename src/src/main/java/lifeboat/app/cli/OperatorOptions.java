package lifeboat.app.cli;

import picocli.CommandLine.Option;

/** Who does something about a migration, and why. */
class OperatorOptions {

    @Option(names = "--reason", defaultValue = "", paramLabel = "TEXT",
            description = "Why, for those who read the record of this migration later.")
    private String reason;

    @Option(names = "--operator", defaultValue = "${LIFEBOAT_USER:-${sys:user.name}}", paramLabel = "NAME",
            description = "Who you are (default: ${DEFAULT-VALUE}).")
    private String operator;

    String reason() {
        return reason;
    }

    String operator() {
        return operator;
    }
}
