package lifeboat.lab.linux;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernels noted of an address on the servers: each time it came and went, to the microsecond. */
final class AddressRecord {

    private static final Pattern EVENT = Pattern.compile("^\\[([^\\]]+)] (Deleted )?\\d+: \\S+\\s+inet (\\S+)/");

    private final String address;
    private final Daemons daemons;

    /** One server's time with the address. @param to null as long as it has it */
    private record Held(LabServer server, LocalDateTime from, LocalDateTime to) {

        boolean overlaps(Held other) {
            return !server.equals(other.server) && (other.to == null || from.isBefore(other.to))
                    && (to == null || other.from.isBefore(to));
        }
    }

    AddressRecord(String address, Daemons daemons) {
        this.address = address;
        this.daemons = daemons;
    }

    /** It outlives the server's programs. */
    void start(LabServer server) throws IOException {
        daemons.start(Shell.in(server.name(), List.of("ip", "-tshort", "monitor", "address")), log(server));
    }

    private static String log(LabServer server) {
        return server.name() + "-addresses.log";
    }

    /** Whether two servers ever had it at once. */
    boolean wasHeldTwice(List<LabServer> servers) throws IOException {
        List<Held> all = new ArrayList<>();
        for (LabServer server : servers) {
            all.addAll(times(server));
        }
        return all.stream().anyMatch(one -> all.stream().anyMatch(one::overlaps));
    }

    private List<Held> times(LabServer server) throws IOException {
        List<Held> times = new ArrayList<>();
        LocalDateTime since = null;
        for (String line : daemons.log(log(server)).split("\n")) {
            Matcher event = EVENT.matcher(line);
            if (!event.find() || !event.group(3).equals(address)) {
                continue;
            }
            LocalDateTime time = LocalDateTime.parse(event.group(1));
            if (event.group(2) == null) {
                since = since == null ? time : since;
            } else if (since != null) {
                times.add(new Held(server, since, time));
                since = null;
            }
        }
        if (since != null) {
            times.add(new Held(server, since, null));
        }
        return times;
    }
}
