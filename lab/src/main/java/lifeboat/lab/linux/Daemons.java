package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The programs that run for as long as the lab does, each with a log in the lab's folder. */
final class Daemons implements AutoCloseable {

    private static final long LOOK_MILLIS = 20;
    private static final long PATIENCE_MILLIS = 15_000;

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();

    Daemons(Path folder) {
        this.folder = folder;
    }

    /** @return the program, which is ended with the lab */
    Process start(List<String> command, String log) throws IOException {
        Process process = Shell.start(command, folder.resolve(log).toFile());
        processes.add(process);
        return process;
    }

    String log(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** Waits until a log has a text. */
    void await(String log, String text) throws IOException {
        await(() -> log(log).contains(text), "%s never said '%s'".formatted(folder.resolve(log), text));
    }

    /** @throws IOException if it does not come true in time; with the words given */
    static void await(Callable<Boolean> condition, String otherwise) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new IOException(otherwise);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(otherwise, e);
        }
    }

    /** Ends them, and what they have started: a program in another PID namespace is a child of the one that entered. */
    @Override
    public void close() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
