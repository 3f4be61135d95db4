package lifeboat.gmpls.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what the fuzzer begins with: the samples, and a bundle of them. */
public final class RsvpFuzzSeeds {

    private RsvpFuzzSeeds() {
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        RsvpCodec codec = new RsvpCodec();
        List<RsvpMessage> samples = SampleMessages.all();
        for (int i = 0; i < samples.size(); i++) {
            Files.write(folder.resolve("sample-" + i), codec.encodeWithoutChecksum(samples.get(i)));
        }
        byte[] bundle = codec.encodeBundle(samples.subList(0, 2));
        bundle[2] = 0;
        bundle[3] = 0;
        Files.write(folder.resolve("bundle"), bundle);
    }
}
