package lifeboat.lab.user;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several users who look at the same service, as one: unharmed if all of them are. */
public final class Users implements User {

    private final List<User> users;

    /** @param users at least one */
    public Users(List<User> users) {
        this.users = List.copyOf(users);
    }

    @Override
    public StreamUser.Report report(boolean restart) throws IOException {
        List<StreamUser.Report> reports = new ArrayList<>();
        for (User user : users) {
            reports.add(user.report(restart));
        }
        return new StreamUser.Report(reports.stream().mapToLong(StreamUser.Report::bytes).min().orElseThrow(),
                reports.stream().allMatch(StreamUser.Report::inOrder),
                reports.stream().map(StreamUser.Report::longestPause).max(Duration::compareTo).orElseThrow(),
                reports.stream().mapToLong(StreamUser.Report::sent).sum(),
                reports.stream().allMatch(StreamUser.Report::connected),
                reports.stream().mapToInt(StreamUser.Report::resets).sum(),
                reports.stream().map(StreamUser.Report::end).filter(end -> !end.equals("-")).findFirst().orElse("-"));
    }

    @Override
    public List<StreamUser.Sample> timeline() throws IOException {
        return users.get(0).timeline();
    }

    @Override
    public void close() throws IOException {
        for (User user : users) {
            user.close();
        }
    }
}
