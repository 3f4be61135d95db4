package lifeboat.pmc.transfer;

/**
 * A piece of a file in an image: new bytes, bytes that the other side has already, or bytes that are left out.
 *
 * @param source where in the earlier file the bytes are, or {@value #FRESH}, or {@value #LEFT_OUT}
 * @param start where in the new file they are
 * @param length how many bytes
 */
public record ByteRun(long source, long start, long length) {

    static final long FRESH = -1;
    static final long LEFT_OUT = -2;

    /** Bytes that have to travel. */
    public static ByteRun fresh(long start, long length) {
        return new ByteRun(FRESH, start, length);
    }

    /** Bytes that need not be at the other side; zeros stand for them there. */
    public static ByteRun leftOut(long start, long length) {
        return new ByteRun(LEFT_OUT, start, length);
    }

    boolean isFresh() {
        return source == FRESH;
    }

    long end() {
        return start + length;
    }

    /** Whether this run goes on where the other ends. */
    boolean follows(ByteRun other) {
        return other.source < 0 ? source == other.source : source == other.source + other.length;
    }

    ByteRun and(ByteRun next) {
        return new ByteRun(source, start, length + next.length);
    }
}
