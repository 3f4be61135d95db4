package lifeboat.connectors.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was about to be sent, and what became of it. */
public final class NotingJournal implements Journal {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<CommandRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void sending(String device, String command) {
        sent.add(command);
    }

    @Override
    public void record(CommandRecord command) {
        records.add(command);
    }

    public List<String> sent() {
        return sent;
    }

    public List<CommandRecord> records() {
        return records;
    }
}
