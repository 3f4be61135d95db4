package lifeboat.connectors.transcript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Writes what recorded devices have printed into a folder, for a fuzzer to begin with. */
public final class FuzzSeeds {

    private static final List<String> NETCONF = List.of("""
            <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>
            <capability>urn:ietf:params:netconf:base:1.1</capability>
            <capability>urn:ietf:params:netconf:capability:candidate:1.0</capability></capabilities></hello>]]>]]>""",
            """
            <hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>
            <capability>urn:ietf:params:netconf:base:1.0</capability></capabilities></hello>]]>]]>
            <rpc-reply message-id="1" xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><ok/></rpc-reply>]]>]]>""");

    private FuzzSeeds() {
    }

    /** The folder of transcripts, and the folder for the seeds. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[1]));
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path file : files.toList()) {
                ByteArrayOutputStream printed = new ByteArrayOutputStream();
                Transcript.read(file).exchanges().stream().map(Exchange::received).filter(Objects::nonNull)
                        .forEach(text -> printed.writeBytes(text.getBytes(StandardCharsets.UTF_8)));
                Files.write(folder.resolve(file.getFileName()), printed.toByteArray());
            }
        }
        for (int i = 0; i < NETCONF.size(); i++) {
            Files.writeString(folder.resolve("netconf-" + i), NETCONF.get(i));
        }
    }
}
