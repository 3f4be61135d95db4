package lifeboat.gmpls.message;

/** The checksum of RSVP messages, and of IP (RFC 1071). */
public final class InternetChecksum {

    private static final int MOST = 0xffff;

    private InternetChecksum() {
    }

    /** @return 0 over bytes that have their checksum among them */
    public static int of(byte[] bytes) {
        long sum = 0;
        for (int at = 0; at < bytes.length; at++) {
            sum += at % 2 == 0 ? (bytes[at] & 0xff) << Byte.SIZE : bytes[at] & 0xff;
        }
        while (sum > MOST) {
            sum = (sum & MOST) + (sum >> Short.SIZE);
        }
        return (int) ~sum & MOST;
    }
}
