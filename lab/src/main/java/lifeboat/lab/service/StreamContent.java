package lifeboat.lab.service;

/**
 * What the streaming service sends: a byte for each position that depends on all of the position, so that any loss,
 * repetition or exchange shows.
 */
public final class StreamContent {

    private StreamContent() {
    }

    public static byte at(long position) {
        long mixed = (position >>> 3) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return (byte) (mixed >>> ((position & 7) * 8));
    }

    public static byte[] range(long from, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(from + i);
        }
        return bytes;
    }
}
