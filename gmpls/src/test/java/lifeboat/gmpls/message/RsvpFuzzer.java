package lifeboat.gmpls.message;

/** A target of Jazzer's: anything at all as a message. */
public final class RsvpFuzzer {

    private static final RsvpCodec CODEC = new RsvpCodec();

    private RsvpFuzzer() {
    }

    public static void fuzzerTestOneInput(byte[] input) {
        new ReadAgain(CODEC).isRead(input);
    }
}
