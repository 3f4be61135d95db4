package lifeboat.app.cli;

import io.camunda.client.api.command.ClientException;
import io.camunda.client.api.command.ClientHttpException;
import io.camunda.client.api.command.ClientStatusException;
import io.camunda.client.api.command.ProblemException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.ServiceLoader;
import lifeboat.app.inventory.InventoryException;
import lifeboat.evidence.log.EvidenceException;
import org.springframework.beans.BeansException;
import org.springframework.boot.web.server.WebServerException;
import org.springframework.context.ApplicationContextException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lifeboat}, the command. */
@Command(name = "lifeboat", mixinStandardHelpOptions = true,
        description = "Moves a running TCP service to another site without its users noticing.",
        subcommands = {RunCommand.class, MigrateCommand.class, StatusCommand.class, LeftoversCommand.class,
            IncidentsCommand.class, RetryCommand.class, AbortCommand.class, CancelCommand.class, WhereCommand.class,
            EvidenceCommand.class, DevicesCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed, rolled back, or waiting for an operator",
            "2:refused, nothing was changed", "3:no controller or engine at the address"})
public class Lifeboat {

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** With all of its sub-commands; exceptions become sentences and exit codes. */
    public static CommandLine commandLine() {
        CommandLine lifeboat = new CommandLine(new Lifeboat());
        ServiceLoader.load(FurtherCommand.class).stream().forEach(further -> lifeboat.addSubcommand(further.type()));
        sayVersion(lifeboat);
        lifeboat.setParameterExceptionHandler((e, arguments) -> {
            CommandLine command = e.getCommandLine();
            command.getErr().printf("%s: %s%n", command.getCommandName(), inWords(e.getMessage().strip()));
            CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
            command.getErr().printf("See '%s --help'.%n", command.getCommandSpec().qualifiedName());
            return ExitCode.REFUSED;
        });
        return lifeboat.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof InventoryException || e instanceof RequestRefused
                    || e instanceof EvidenceException) {
                command.getErr().println(e.getMessage());
                return ExitCode.REFUSED;
            }
            Optional<String> notAllowed = notAllowed(e);
            if (notAllowed.isPresent()) {
                command.getErr().println(command.getCommandName() + ": " + notAllowed.get());
                return ExitCode.REFUSED;
            }
            command.getErr().println(command.getCommandName() + ": " + sentence(e));
            return isUnreachable(e) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
        });
    }

    /** Java's names of kinds of numbers are of no use to an operator. */
    private static String inWords(String message) {
        return message.replaceAll("is not an? (int|long|double)\\b", "is not a number");
    }

    private static void sayVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new BuildVersion());
        command.getSubcommands().values().forEach(Lifeboat::sayVersion);
    }

    /** What to say to somebody whom the engine does not know, or who may not do that. */
    private static Optional<String> notAllowed(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Status grpc = cause instanceof ClientStatusException status ? status.getStatus()
                    : cause instanceof StatusRuntimeException status ? status.getStatus() : Status.OK;
            int rest = cause instanceof ClientHttpException http ? http.code() : 0;
            if (grpc.getCode() == Status.Code.UNAUTHENTICATED || rest == 401) {
                return Optional.of("The engine does not know you: set LIFEBOAT_USER and LIFEBOAT_PASSWORD (or --user and "
                        + "--password-file) to a user of Tasklist's.");
            } else if (grpc.getCode() == Status.Code.PERMISSION_DENIED) {
                return Optional.of(String.valueOf(grpc.getDescription()));
            } else if (rest == 403) {
                return Optional.of(cause instanceof ProblemException problem && problem.details() != null
                        ? problem.details().getDetail() : cause.getMessage());
            }
        }
        return Optional.empty();
    }

    private static String sentence(Exception e) {
        if (isUnreachable(e)) {
            return "No engine answers at the address given. Is the controller running ('lifeboat run')? "
                    + "Look at --grpc and --rest.";
        }
        Throwable cause = e;
        while (isWrapping(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof FileSystemException file ? inWords(file)
                : cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static String inWords(FileSystemException e) {
        String why = e instanceof NoSuchFileException ? "it is not there, or cannot be made there"
                : e instanceof AccessDeniedException ? "this user may not"
                : e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return "'%s' cannot be used: %s.".formatted(e.getFile(), why);
    }

    /** Spring's words for which bean could not be made are of no use to an operator. */
    private static boolean isWrapping(Throwable e) {
        return e instanceof BeansException || e instanceof ApplicationContextException
                || e instanceof WebServerException;
    }

    private static boolean isUnreachable(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ClientStatusException status
                    && status.getStatusCode() == Status.Code.UNAVAILABLE) {
                return true;
            }
        }
        return e instanceof ClientException && String.valueOf(e.getMessage()).contains("Connection refused");
    }
}
