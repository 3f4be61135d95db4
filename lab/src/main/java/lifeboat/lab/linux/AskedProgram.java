package lifeboat.lab.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of ours in a host of its own, that answers each line of its input with one of its output. */
final class AskedProgram implements AutoCloseable {

    private final Process process;
    private final PrintWriter questions;
    private final BufferedReader answers;

    AskedProgram(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        questions = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    synchronized String ask(String question, String otherwise) throws IOException {
        questions.println(question);
        return listen(otherwise);
    }

    /** What it says unasked. @throws IOException with {@code otherwise} if it has ended */
    String listen(String otherwise) throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(otherwise);
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
