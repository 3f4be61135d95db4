package lifeboat.gmpls.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lifeboat.gmpls.object.Octets;
import lifeboat.gmpls.object.OpaqueObject;
import lifeboat.gmpls.object.RsvpObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RsvpCodecTest {

    private final RsvpCodec codec = new RsvpCodec();

    static List<RsvpMessage> samples() {
        return SampleMessages.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatItWrites(RsvpMessage message) throws MalformedMessage {
        byte[] bytes = codec.encode(message);

        assertThat(codec.decode(bytes)).isEqualTo(message);
        assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
        assertThat(codec.unbundle(bytes)).containsExactly(bytes);
        assertThat(InternetChecksum.of(bytes)).isZero();
    }

    @Test
    void theSamplesHaveEachKindOfMessageAndEachKindOfObject() {
        RsvpMessage authenticated = SampleMessages.authenticated(SampleMessages.sdhPath(), new Octets(new byte[16]));
        Set<String> objects = new TreeSet<>();
        samples().forEach(message -> message.objects().forEach(object -> objects.add(object.getClass().getName())));
        authenticated.objects().forEach(object -> objects.add(object.getClass().getName()));

        assertThat(samples().stream().map(RsvpMessage::type).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(MessageType.values())
                        .filter(type -> type != MessageType.BUNDLE).toList());
        assertThat(objects).containsExactlyElementsOf(objectKinds());
    }

    /** What is compiled, so that none is forgotten. */
    private static Set<String> objectKinds() {
        File folder = new File(RsvpObject.class.getResource("RsvpObject.class").getPath()).getParentFile();
        return Arrays.stream(Objects.requireNonNull(folder.list())).filter(name -> name.endsWith(".class"))
                .map(name -> "lifeboat.gmpls.object." + name.replace(".class", "")).filter(RsvpCodecTest::isObject)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isObject(String name) {
        try {
            Class<?> type = Class.forName(name);
            return RsvpObject.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())
                    && type != OpaqueObject.class;
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsTheMessagesOfABundle() throws MalformedMessage {
        List<RsvpMessage> messages = new ArrayList<>();
        for (byte[] message : codec.unbundle(codec.encodeBundle(samples()))) {
            messages.add(codec.decode(message));
        }

        assertThat(messages).containsExactlyElementsOf(samples());
    }

    @Test
    void refusesABundleInABundle() throws MalformedMessage {
        byte[] inner = codec.encodeBundle(List.of(SampleMessages.sdhPath()));

        assertThatThrownBy(() -> codec.decode(inner)).isInstanceOf(MalformedMessage.class)
                .hasMessage("A bundle is in a bundle");
    }

    @Test
    void takesAMessageWithoutAChecksum() throws MalformedMessage {
        assertThat(codec.decode(codec.encodeWithoutChecksum(SampleMessages.sdhPath())))
                .isEqualTo(SampleMessages.sdhPath());
    }

    @Test
    void refusesEachMessageOfWhichABitIsAnother() {
        byte[] bytes = codec.encode(SampleMessages.sdhPath());

        assertThat(IntStream.range(0, bytes.length * Byte.SIZE)).allSatisfy(bit -> {
            byte[] altered = bytes.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> codec.decode(altered)).isInstanceOf(MalformedMessage.class);
        });
    }

    @Test
    void refusesEachMessageThatIsCutOff() {
        byte[] bytes = codec.encode(SampleMessages.sdhPath());

        assertThat(IntStream.range(0, bytes.length)).allSatisfy(length ->
                assertThatThrownBy(() -> codec.decode(Arrays.copyOf(bytes, length)))
                        .isInstanceOf(MalformedMessage.class));
    }

    /** RFC 2205, 3.10. */
    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x7f})
    void aMessageWithAnUnknownClassIsToBeRefused(int classNumber) throws MalformedMessage {
        RsvpMessage message = codec.decode(codec.encode(RsvpMessage.of(MessageType.PATH,
                List.of(SampleMessages.unknown(classNumber)))));

        assertThat(codec.refused(message)).contains(SampleMessages.unknown(classNumber));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8f, 0xbf, 0xcc, 0xff})
    void orItIsIgnoredOrHandedOn(int classNumber) throws MalformedMessage {
        RsvpMessage message = codec.decode(codec.encode(RsvpMessage.of(MessageType.PATH,
                List.of(SampleMessages.unknown(classNumber)))));

        assertThat(codec.refused(message)).isEmpty();
        assertThat(SampleMessages.unknown(classNumber).ifUnknown()).isEqualTo(classNumber < 0xc0
                ? OpaqueObject.IfUnknown.IGNORE : OpaqueObject.IfUnknown.HAND_ON);
    }

    @Test
    void aKnownClassOfAnUnknownTypeIsRefusedWhateverItsClass() {
        RsvpObject object = new OpaqueObject(207, 99, new Octets(new byte[4]));

        assertThat(codec.refused(RsvpMessage.of(MessageType.PATH, List.of(object)))).contains(object);
    }
}
