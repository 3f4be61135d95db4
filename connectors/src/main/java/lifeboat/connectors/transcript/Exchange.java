package lifeboat.connectors.transcript;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What one side said until the other did: one of the two is null.
 *
 * @param sent a line or a key, without what ends a line
 * @param received what the device printed, control sequences and all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Exchange(String sent, String received) {

    static Exchange ofSent(String line) {
        return new Exchange(line, null);
    }

    static Exchange ofReceived(String text) {
        return new Exchange(null, text);
    }
}
