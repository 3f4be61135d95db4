package lifeboat.gmpls.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lifeboat.gmpls.authentication.SharedKey.Algorithm;
import lifeboat.gmpls.message.MalformedMessage;
import lifeboat.gmpls.message.MessageType;
import lifeboat.gmpls.message.RsvpCodec;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.HelloObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuthenticationTest {

    private static final byte[] SECRET = {1, 2, 3};
    private static final RsvpMessage MESSAGE = RsvpMessage.of(MessageType.HELLO,
            List.of(new HelloObject(false, 1, 0)));

    private final RsvpCodec codec = new RsvpCodec();
    private final SharedKey key = new SharedKey(7, Algorithm.HMAC_SHA_256, SECRET);
    private final SignedMessages signed = new SignedMessages(key, codec, -3);
    private final VerifiedMessages verified = new VerifiedMessages(key, codec);

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void readsWhatTheNeighbourHasSigned(Algorithm algorithm) throws MalformedMessage {
        SharedKey shared = new SharedKey(7, algorithm, SECRET);

        assertThat(new VerifiedMessages(shared, codec).decode(new SignedMessages(shared, codec, 1).encode(MESSAGE)))
                .isEqualTo(MESSAGE);
    }

    /** RFC 2747: the digest is over the message with zeros for it. */
    @Test
    void whicheverBitIsAltered() {
        byte[] message = signed.encode(MESSAGE);

        assertThat(IntStream.range(0, message.length * Byte.SIZE)).allSatisfy(bit -> {
            byte[] altered = message.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> verified.decode(altered)).isInstanceOf(MalformedMessage.class);
        });
    }

    @Test
    void refusesWhatIsNotSignedOrByAnother() {
        assertThatThrownBy(() -> verified.decode(codec.encode(MESSAGE))).isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("not signed");
        assertRefused(new SharedKey(8, Algorithm.HMAC_SHA_256, SECRET), "signed with key 8");
        assertRefused(new SharedKey(7, Algorithm.HMAC_MD5, SECRET), "not with key 7 (HmacSHA256)");
        assertRefused(new SharedKey(7, Algorithm.HMAC_SHA_256, new byte[] {9}), "signature");
    }

    private void assertRefused(SharedKey other, String why) {
        assertThatThrownBy(() -> verified.decode(new SignedMessages(other, codec, 1).encode(MESSAGE)))
                .isInstanceOf(MalformedMessage.class).hasMessageContaining(why);
    }

    /** Its numbers go through zero here: all 64 bits count. */
    @Test
    void takesEachOnceAlsoIfTheyOvertakeEachOther() throws MalformedMessage {
        SignedMessages numbered = new SignedMessages(key, codec, Long.MAX_VALUE - 2);
        List<byte[]> messages = new ArrayList<>(IntStream.range(0, 6).mapToObj(i -> numbered.encode(MESSAGE))
                .toList());
        for (int i : new int[] {1, 0, 5, 3, 2, 4}) {
            assertThat(verified.decode(messages.get(i))).isEqualTo(MESSAGE);
        }
        assertThat(messages).allSatisfy(again -> assertThatThrownBy(() -> verified.decode(again))
                .isInstanceOf(MalformedMessage.class).hasMessageContaining("has been seen"));
    }

    @Test
    void refusesOneThatIsTooOld() throws MalformedMessage {
        SignedMessages numbered = new SignedMessages(key, codec, 1);
        byte[] old = numbered.encode(MESSAGE);
        for (int i = 0; i < 64; i++) {
            verified.decode(numbered.encode(MESSAGE));
        }

        assertThatThrownBy(() -> verified.decode(old)).isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("old one");
    }

    @Test
    void showsNoSecret() {
        assertThat(new SharedKey(7, Algorithm.HMAC_MD5, "secret".getBytes())).hasToString("key 7 (HmacMD5)");
    }
}
