package lifeboat.gmpls.signalling;

import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import lifeboat.gmpls.message.RsvpMessage;
import lifeboat.gmpls.object.ErrorSpec;
import lifeboat.gmpls.object.IfIdErrorSpec;
import lifeboat.gmpls.object.InterfaceId;

/**
 * Why an LSP cannot be, or cannot be any more.
 *
 * @param node that says so
 * @param link which link it is about, by the address of its end at that node; null if none
 */
record Refusal(Inet4Address node, Reason reason, Inet4Address link) {

    /** Of RFC 2205, appendix B; RFC 3209, 7.3; RFC 4872, 4. */
    enum Reason {

        NO_BANDWIDTH(1, 2, "no bandwidth on link %s"),
        UNKNOWN_CLASS(13, 0, "a message has an object of an unknown class"),
        BAD_ROUTE(24, 1, "the route cannot be taken"),
        NO_ROUTE(24, 5, "no way to the other end"),
        BAD_LABEL(24, 6, "the neighbour gives a label that is not of the LSP"),
        LABEL_TAKEN(24, 9, "another LSP has the label on link %s"),
        LINK_FAILED(25, 9, "link %s has failed"),
        OTHER(0, 0, "an error of another kind");

        private final int code;
        private final int value;
        private final String words;

        Reason(int code, int value, String words) {
            this.code = code;
            this.value = value;
            this.words = words;
        }

        private static Reason of(ErrorSpec error) {
            for (Reason reason : values()) {
                if (reason.code == error.code() && (reason.value == error.value() || reason == UNKNOWN_CLASS)) {
                    return reason;
                }
            }
            return OTHER;
        }
    }

    /** Of a message that says so; empty if it does not. */
    static Optional<Refusal> of(RsvpMessage message) {
        return message.first(IfIdErrorSpec.class).map(spec -> new Refusal(spec.error().node(),
                Reason.of(spec.error()), spec.interfaces().stream().filter(InterfaceId::isLink)
                        .map(InterfaceId::address).flatMap(Optional::stream).findFirst().orElse(null)))
                .or(() -> message.first(ErrorSpec.class).map(spec -> new Refusal(spec.node(), Reason.of(spec), null)));
    }

    IfIdErrorSpec spec(int flags) {
        return new IfIdErrorSpec(new ErrorSpec(node, flags, reason.code, reason.value),
                link == null ? List.of() : List.of(InterfaceId.ipv4(link)));
    }

    String inWords() {
        return "%s, says node %s".formatted(reason.words.formatted(link == null ? "that is not named"
                : link.getHostAddress()), node.getHostAddress());
    }
}
