package lifeboat.lab.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lifeboat.lab.user.StreamUser;
import lifeboat.lab.user.User;

/** A user in a host of its own: a program that watches the stream and answers for it on its standard output. */
final class UserProcess implements User {

    private static final String TIMELINE = "timeline";

    private static final String GONE = "the user is gone";

    private final AskedProgram program;

    UserProcess(List<String> command) throws IOException {
        program = new AskedProgram(command);
        program.listen("the user could not connect to the service");
    }

    /** The program: {@code HOST PORT}; a line with {@code true} or {@code false} asks for a report, {@value #TIMELINE} for that. */
    public static void main(String[] args) throws IOException {
        try (StreamUser user = new StreamUser(args[0], Integer.parseInt(args[1]));
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("connected");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(TIMELINE)) {
                    System.out.println(user.timeline().stream()
                            .map(sample -> sample.time().toNanos() + ":" + sample.bytes())
                            .collect(Collectors.joining(" ")));
                    continue;
                }
                StreamUser.Report report = user.report(Boolean.parseBoolean(line));
                System.out.println(String.join(" ", String.valueOf(report.bytes()), String.valueOf(report.inOrder()),
                        String.valueOf(report.longestPause().toNanos()), String.valueOf(report.sent()),
                        String.valueOf(report.connected()), String.valueOf(report.resets()), report.end()));
            }
        }
    }

    @Override
    public StreamUser.Report report(boolean restart) throws IOException {
        String[] words = program.ask(String.valueOf(restart), GONE).split(" ", 7);
        return new StreamUser.Report(Long.parseLong(words[0]), Boolean.parseBoolean(words[1]),
                Duration.ofNanos(Long.parseLong(words[2])), Long.parseLong(words[3]),
                Boolean.parseBoolean(words[4]), Integer.parseInt(words[5]), words[6]);
    }

    @Override
    public List<StreamUser.Sample> timeline() throws IOException {
        String answer = program.ask(TIMELINE, GONE);
        return answer.isEmpty() ? List.of() : Arrays.stream(answer.split(" ")).map(sample -> sample.split(":"))
                .map(sample -> new StreamUser.Sample(Duration.ofNanos(Long.parseLong(sample[0])),
                        Long.parseLong(sample[1]))).toList();
    }

    @Override
    public void close() {
        program.close();
    }
}
