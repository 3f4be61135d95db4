package lifeboat.lab.device;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import lifeboat.pmc.cli.CommandLine;

/** A switch's command line: an unprivileged mode, {@code enable}, and, where there is one, a configuration mode. */
public abstract class ModalCommandLine implements CommandLine {

    private static final Pattern SPACES = Pattern.compile("\\s+");
    public static final String INVALID = "%% Invalid input: '%s'";

    private enum Mode { EXEC, PRIVILEGED, CONFIGURATION }

    private final String name;
    private final boolean configurable;
    private Mode mode = Mode.EXEC;

    public ModalCommandLine(String name, boolean configurable) {
        this.name = name;
        this.configurable = configurable;
    }

    @Override
    public String prompt() {
        return switch (mode) {
            case EXEC -> name + ">";
            case PRIVILEGED -> name + "#";
            case CONFIGURATION -> name + "(config)#";
        };
    }

    @Override
    public boolean leaves(String line) {
        return line.equals("logout") || line.equals("exit") && mode != Mode.CONFIGURATION;
    }

    @Override
    public String refusal(String reason) {
        return "% Error: " + reason;
    }

    @Override
    public String execute(String line) {
        switch (line) {
            case "enable" -> mode = mode == Mode.EXEC ? Mode.PRIVILEGED : mode;
            case "disable" -> mode = mode == Mode.PRIVILEGED ? Mode.EXEC : mode;
            case "end", "exit" -> mode = mode == Mode.CONFIGURATION ? Mode.PRIVILEGED : mode;
            case "configure terminal" -> {
                if (!configurable || mode != Mode.PRIVILEGED) {
                    return INVALID.formatted(line);
                }
                mode = Mode.CONFIGURATION;
            }
            default -> {
                return run(line);
            }
        }
        return "";
    }

    private String run(String line) {
        List<String> words = Arrays.asList(SPACES.split(line));
        if (words.get(0).equals("show")) {
            return show(words, line);
        }
        Mode needed = configurable ? Mode.CONFIGURATION : Mode.PRIVILEGED;
        return mode == needed ? change(words, line) : INVALID.formatted(line);
    }

    protected abstract String show(List<String> words, String line);

    protected abstract String change(List<String> words, String line);
}
