package lifeboat.connectors.netconf;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * What a NETCONF server says when it does not do something (RFC 6241, section 4.3).
 *
 * @param tag for example {@code lock-denied}
 * @param path where in the configuration; empty if it does not say
 * @param sessionId who holds the lock; empty if that is not the reason
 */
record RpcError(String tag, String severity, String path, String message, String sessionId) {

    private static final String LOCK_DENIED = "lock-denied";
    private static final String IN_USE = "in-use";
    private static final Pattern LOCKED = Pattern.compile("(?i)\\block(ed|\\s+held)\\b");

    static RpcError read(Element error) {
        String holder = Xml.child(error, "error-info").map(info -> Xml.text(info, "session-id")).orElse("");
        return new RpcError(Xml.text(error, "error-tag"), Xml.text(error, "error-severity"),
                Xml.text(error, "error-path"), Xml.text(error, "error-message"), holder);
    }

    boolean isWarning() {
        return severity.equals("warning");
    }

    /** Not every server has a tag for it. */
    boolean isLocked() {
        return isLockDenied() || tag.equals(IN_USE) || LOCKED.matcher(message).find();
    }

    boolean isLockDenied() {
        return tag.equals(LOCK_DENIED);
    }

    /** The device's words, in one sentence. */
    String words() {
        return Stream.of(tag, message.replaceAll("\\s*\\n\\s*", " ")).filter(text -> !text.isEmpty())
                .collect(Collectors.joining(": "))
                + (path.isEmpty() ? "" : " (at " + path + ")")
                + (sessionId.isEmpty() || sessionId.equals("0") ? "" : " (session " + sessionId + " has the lock)");
    }
}
