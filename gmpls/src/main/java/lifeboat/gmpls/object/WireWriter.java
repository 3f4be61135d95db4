package lifeboat.gmpls.object;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;

/** Writes the fields of objects in network byte order. A value that does not fit its field is the caller's error. */
public final class WireWriter {

    private static final int WORD = 4;
    private static final long MOST_U32 = 0xffff_ffffL;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public WireWriter u8(long value) {
        require(value, 0xff);
        bytes.write((int) value);
        return this;
    }

    public WireWriter u16(long value) {
        require(value, 0xffff);
        return u8(value >> Byte.SIZE).u8(value & 0xff);
    }

    public WireWriter u32(long value) {
        require(value, MOST_U32);
        return u16(value >> Short.SIZE).u16(value & 0xffff);
    }

    /** All of its bits, whatever they mean. */
    public WireWriter word(int value) {
        return u32(value & MOST_U32);
    }

    public WireWriter u48(long value) {
        require(value, 0xffff_ffff_ffffL);
        return u16(value >> Integer.SIZE).u32(value & MOST_U32);
    }

    /** All of its bits, whatever they mean. */
    public WireWriter words(long value) {
        return word((int) (value >> Integer.SIZE)).word((int) value);
    }

    public WireWriter real(float value) {
        return word(Float.floatToRawIntBits(value));
    }

    public WireWriter address(Inet4Address address) {
        return octets(address.getAddress());
    }

    public WireWriter octets(byte[] octets) {
        bytes.writeBytes(octets);
        return this;
    }

    public WireWriter zeros(int count) {
        return octets(new byte[count]);
    }

    /** Zeros, up to a multiple of 32 bits. */
    public WireWriter pad() {
        return zeros((WORD - bytes.size() % WORD) % WORD);
    }

    public int size() {
        return bytes.size();
    }

    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private static void require(long value, long most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("%d is not from 0 to %d".formatted(value, most));
        }
    }
}
