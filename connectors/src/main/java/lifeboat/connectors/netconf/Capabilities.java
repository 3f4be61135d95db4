package lifeboat.connectors.netconf;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/** What a NETCONF server can do, as it said in its hello (RFC 6241, section 8). */
public record Capabilities(Set<String> uris) {

    private static final String BASE = "urn:ietf:params:netconf:base:";
    private static final String CAPABILITY = "urn:ietf:params:netconf:capability:";
    private static final List<String> OURS = List.of(BASE + "1.0", BASE + "1.1");

    static Capabilities read(Element hello) throws IOException {
        Element capabilities = Xml.child(hello, "capabilities").filter(list -> hello.getLocalName().equals("hello"))
                .orElseThrow(() -> new IOException("the device says no NETCONF hello"));
        return new Capabilities(Xml.children(capabilities, "capability").stream()
                .map(capability -> capability.getTextContent().strip()).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether a hello is of one who understands chunks; so do we. */
    static boolean offersChunks(String hello) {
        return hello.contains(OURS.get(1));
    }

    static String hello() {
        return OURS.stream().map("<capability>%s</capability>"::formatted).collect(Collectors.joining("",
                "<hello xmlns=\"%s\"><capabilities>".formatted(Xml.NETCONF), "</capabilities></hello>"));
    }

    /** @param name for example {@code candidate}, in any version */
    public boolean has(String name) {
        return uris.stream().anyMatch(uri -> uri.startsWith(CAPABILITY + name + ":"));
    }
}
