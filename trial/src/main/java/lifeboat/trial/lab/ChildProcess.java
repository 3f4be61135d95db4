package lifeboat.trial.lab;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A program that a command of ours is all about: whatever ends the command ends the program. */
public final class ChildProcess {

    private static final long END_SECONDS = 10;

    private ChildProcess() {
    }

    /** Starts a program, and waits for it. @return its exit code */
    public static int run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.start();
        Thread atEnd = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(atEnd);
        return process.waitFor();
    }

    private static void end(Process process) {
        process.destroy();
        awaitEnd(process, END_SECONDS);
    }

    /** A program that was told to end has so much time for it. */
    static void awaitEnd(Process process, long seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
