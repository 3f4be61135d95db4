package lifeboat.gmpls.message;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lifeboat.gmpls.object.WireWriter;

/** Packets as a capture has them, for programs that read captures. */
final class CaptureFile {

    private static final int RAW_IP = 101;
    private static final int MOST = 65_535;
    private static final int RSVP = 46;
    private static final int HEADER_WITH_ROUTER_ALERT = 24;
    private static final int CHECKSUM_AT = 10;

    private CaptureFile() {
    }

    /** From the first address to the second, each with the router alert that RFC 2205, 3.11.3 wants of a Path. */
    static void write(Path file, Inet4Address from, Inet4Address to, List<byte[]> messages) throws IOException {
        WireWriter out = new WireWriter().word(0xa1b2c3d4).u16(2).u16(4).zeros(8).word(MOST).word(RAW_IP);
        for (byte[] message : messages) {
            byte[] packet = packet(from, to, message);
            out.zeros(8).word(packet.length).word(packet.length).octets(packet);
        }
        Files.write(file, out.toBytes());
    }

    private static byte[] packet(Inet4Address from, Inet4Address to, byte[] message) {
        byte[] header = new WireWriter().u8(0x46).u8(0xc0).u16(HEADER_WITH_ROUTER_ALERT + message.length).word(0)
                .u8(255).u8(RSVP).u16(0).address(from).address(to).word(0x94040000).toBytes();
        int checksum = InternetChecksum.of(header);
        header[CHECKSUM_AT] = (byte) (checksum >> Byte.SIZE);
        header[CHECKSUM_AT + 1] = (byte) checksum;
        return new WireWriter().octets(header).octets(message).toBytes();
    }
}
