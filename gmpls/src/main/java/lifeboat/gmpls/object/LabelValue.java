package lifeboat.gmpls.object;

import java.util.List;

/**
 * What stands for a part of a link: time slots, a port, a wavelength (RFC 3471, 3.2).
 *
 * @param cType 1 for packets, {@link #GENERALIZED}, or 3 for a waveband
 * @param words of 32 bits; of a virtually concatenated signal of SDH one for each of its time slots, in their order
 *        (RFC 4606, 3)
 */
public record LabelValue(int cType, List<Integer> words) {

    public static final int GENERALIZED = 2;

    public LabelValue {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("A label has one word at least");
        }
    }

    public static LabelValue generalized(List<Integer> words) {
        return new LabelValue(GENERALIZED, words);
    }

    static LabelValue read(int cType, WireReader in) {
        return new LabelValue(cType, in.all(WireReader::word));
    }

    void write(WireWriter out) {
        words.forEach(out::word);
    }
}
