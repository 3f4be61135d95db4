package lifeboat.connectors.definition;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What is special about a platform's terminal.
 *
 * @param lineEnd what return is; null for what it is in the protocol
 * @param login what it asks when somebody logs in, besides name, password and any key
 * @param pagers what it shows where it stops after a page, besides what many do
 * @param promptAfterReturn whether it shows a prompt behind an answer only when return is pressed
 */
public record TerminalSettings(LineEnd lineEnd, List<Question> login, List<Pager> pagers,
        boolean promptAfterReturn) {

    /** What ends a line that is typed. */
    public enum LineEnd {
        @JsonProperty("cr") CR("\r"),
        @JsonProperty("lf") LF("\n"),
        @JsonProperty("crlf") CR_LF("\r\n");

        private final String keys;

        LineEnd(String keys) {
            this.keys = keys;
        }

        public String keys() {
            return keys;
        }
    }

    public TerminalSettings {
        login = login == null ? List.of() : List.copyOf(login);
        pagers = pagers == null ? List.of() : List.copyOf(pagers);
    }

    static TerminalSettings ordinary() {
        return new TerminalSettings(null, null, null, false);
    }
}
