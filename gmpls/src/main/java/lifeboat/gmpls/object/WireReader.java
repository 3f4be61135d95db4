package lifeboat.gmpls.object;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the fields of objects in network byte order. Where there are fewer bytes than it is asked for, it throws what a
 * {@link ByteBuffer} throws.
 */
public final class WireReader {

    private static final int WORD = 4;

    private final ByteBuffer bytes;

    public WireReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    private WireReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    public int u8() {
        return bytes.get() & 0xff;
    }

    public int u16() {
        return bytes.getShort() & 0xffff;
    }

    public long u32() {
        return Integer.toUnsignedLong(bytes.getInt());
    }

    public int word() {
        return bytes.getInt();
    }

    public long u48() {
        return (long) u16() << Integer.SIZE | u32();
    }

    public long words() {
        return bytes.getLong();
    }

    public float real() {
        return Float.intBitsToFloat(bytes.getInt());
    }

    public Inet4Address address() {
        try {
            return (Inet4Address) InetAddress.getByAddress(octets(WORD));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    public byte[] octets(int count) {
        byte[] octets = new byte[requireThere(count)];
        bytes.get(octets);
        return octets;
    }

    public byte[] rest() {
        return octets(bytes.remaining());
    }

    public void skip(int count) {
        bytes.position(bytes.position() + requireThere(count));
    }

    /** What the next bytes are read by; they are behind this reader then. */
    public WireReader part(int count) {
        ByteBuffer part = bytes.slice(bytes.position(), requireThere(count));
        skip(count);
        return new WireReader(part);
    }

    /** Reads as many as there are. */
    public <T> List<T> all(Function<WireReader, T> one) {
        List<T> all = new ArrayList<>();
        while (bytes.hasRemaining()) {
            all.add(one.apply(this));
        }
        return List.copyOf(all);
    }

    public int remaining() {
        return bytes.remaining();
    }

    private int requireThere(int count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new IllegalArgumentException("%d bytes of %d".formatted(count, bytes.remaining()));
        }
        return count;
    }
}
