package lifeboat.pmc.criu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import lifeboat.pmc.CommandRefused;

/**
 * Asks the neighbours who has an address, and tells them where it is now (RFC 5227, ARP probe and announcement). Java
 * has no raw sockets, and arping waits for a second before it ends, so perl, which every Debian has, sends the frames.
 * It is started once: a process start would be time in the freeze window.
 */
final class Arp {

    /** How long an answer to a probe may take; the neighbours are in the same VLAN. */
    private static final String PROBE_SECONDS = "0.015";

    private static final String SPEAK = """
            use Time::HiRes 'time';
            my ($dev, $wait) = @ARGV;
            $| = 1;
            sub about {
                open(my $f, '<', "/sys/class/net/$dev/$_[0]") or die "$dev: $!\\n";
                my $line = <$f>; chomp $line; return $line;
            }
            # One socket for good: the kernel takes its time to close one.
            socket(my $s, 17, 3, 0x0608) or die "raw socket: $!\\n";
            my $to = pack('SnlSCCa8', 17, 0x0806, about('ifindex'), 1, 0, 6, pack('H12', 'ff' x 6));
            bind($s, $to) or die "bind: $!\\n";
            sub heard {
                my $set = ''; vec($set, fileno($s), 1) = 1;
                return '' unless select($set, undef, undef, $_[0]) > 0;
                recv($s, my $in, 1500, 0);
                return $in;
            }
            sub talk {
                my ($verb, $ip) = @_;
                my $mac = pack('H12', about('address') =~ tr/://dr);
                my $addr = pack('C4', split /\\./, $ip);
                my $sender = $verb eq 'probe' ? pack('C4', 0, 0, 0, 0) : $addr;
                my $frame = pack('H12', 'ff' x 6) . $mac . pack('n', 0x0806)
                    . pack('nnCCn', 1, 0x0800, 6, 4, 1) . $mac . $sender . pack('H12', '00' x 6) . $addr;
                while (heard(0)) { }
                send($s, $frame, 0, $to) or die "send: $!\\n";
                return '' if $verb ne 'probe';
                my $end = time + $wait;
                while ((my $left = $end - time) > 0) {
                    my $in = heard($left);
                    next unless length $in >= 42 && substr($in, 28, 4) eq $addr && substr($in, 22, 6) ne $mac;
                    return join ':', unpack('(H2)6', substr($in, 22, 6));
                }
                return '';
            }
            print "ok\\n";
            while (my $line = <STDIN>) {
                my $answer = eval { talk(split ' ', $line) };
                print $@ ? "error $@" : "ok $answer\\n";
            }
            """;

    private final String networkInterface;
    private Process speaker;
    private PrintWriter questions;
    private BufferedReader answers;

    Arp(String networkInterface) {
        this.networkInterface = networkInterface;
    }

    /** @return the hardware address of the host that has the address; empty if nobody answers */
    String probe(String address) throws CommandRefused {
        return say("probe " + address);
    }

    void announce(String address) throws CommandRefused {
        say("announce " + address);
    }

    private synchronized String say(String line) throws CommandRefused {
        try {
            if (speaker == null || !speaker.isAlive()) {
                start();
            }
            questions.println(line);
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("ok")) {
                throw new CommandRefused("ARP on %s: %s".formatted(networkInterface, answer));
            }
            return answer.substring("ok".length()).strip();
        } catch (IOException e) {
            throw new CommandRefused("ARP on %s: %s".formatted(networkInterface, e.getMessage()));
        }
    }

    /** Starts what speaks ARP, so that nobody has to wait for it later. */
    synchronized void warmUp() throws CommandRefused {
        try {
            start();
        } catch (IOException e) {
            throw new CommandRefused("ARP on %s: %s".formatted(networkInterface, e.getMessage()));
        }
    }

    private void start() throws IOException {
        speaker = new ProcessBuilder("perl", "-e", SPEAK, networkInterface, PROBE_SECONDS)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        questions = new PrintWriter(speaker.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = speaker.inputReader(StandardCharsets.US_ASCII);
        if (answers.readLine() == null) {
            throw new IOException("perl cannot open a raw socket, see this server's log");
        }
    }
}
