package lifeboat.pmc.criu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lifeboat.pmc.RefusedException;

/**
 * Tells the neighbours where an address is now (RFC 5227, ARP announcement). Java has no raw sockets, and arping waits
 * for a second before it ends, so perl, which every Debian has, sends the one frame.
 */
final class GratuitousArp {

    private static final String SEND = """
            my ($dev, $mac, $ip) = @ARGV;
            socket(my $s, 17, 3, 0x0608) or die "raw socket: $!";
            my $m = pack('H12', $mac =~ tr/://dr);
            my $a = pack('C4', split /\\./, $ip);
            my $frame = pack('H12', 'ff' x 6) . $m . pack('n', 0x0806)
                . pack('nnCCn', 1, 0x0800, 6, 4, 1) . $m . $a . pack('H12', '00' x 6) . $a;
            open(my $f, '<', "/sys/class/net/$dev/ifindex") or die "$dev: $!";
            my $to = pack('SnlSCCa8', 17, 0x0806, <$f>, 1, 0, 6, pack('H12', 'ff' x 6));
            send($s, $frame, 0, $to) or die "send: $!";
            """;

    private final Programs programs;
    private final String networkInterface;

    GratuitousArp(Programs programs, String networkInterface) {
        this.programs = programs;
        this.networkInterface = networkInterface;
    }

    void announce(String address) throws RefusedException {
        programs.run(List.of("perl", "-e", SEND, networkInterface, hardwareAddress(), address));
    }

    private String hardwareAddress() throws RefusedException {
        try {
            return Files.readString(Path.of("/sys/class/net", networkInterface, "address")).strip();
        } catch (IOException e) {
            throw new RefusedException("interface %s: %s".formatted(networkInterface, e.getMessage()));
        }
    }
}
