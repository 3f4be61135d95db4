package lifeboat.workers.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.client.impl.CamundaObjectMapper;
import java.util.Map;
import lifeboat.connectors.device.DeviceException.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationRequestTest {

    private static Map<String, Object> variables(String json) {
        return new CamundaObjectMapper().fromJsonAsMap(json);
    }

    @Test
    void takesWhatIsSaidAndALightPathIfNothingIs() throws Exception {
        assertThat(MigrationRequest.of(variables("""
                {"service": "video", "targetSite": "backup", "strategy": "pre-copy", "lightPath": false}""")))
                .isEqualTo(new MigrationRequest("video", "backup", false, "pre-copy"));
        assertThat(MigrationRequest.of(Map.of())).isEqualTo(new MigrationRequest(null, null, true, null));
    }

    /** Alarm systems say more than that. */
    @Test
    void leavesOtherVariablesAlone() throws Exception {
        assertThat(MigrationRequest.of(variables("""
                {"service": "video", "reason": {"level": 3}, "sensors": [1, 2], "error": null, "lightPath": null}""")))
                .isEqualTo(new MigrationRequest("video", null, true, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "{'lightPath': 'yes'}  | The request's 'lightPath' must be true or false, and is the text 'yes'.",
        "{'lightPath': 1}      | The request's 'lightPath' must be true or false, and is 1.",
        "{'service': ['video', 'audio']} | The request's 'service' must be a text, and is the list [video, audio].",
        "{'service': 7}        | The request's 'service' must be a text, and is 7.",
        "{'targetSite': {'name': 'backup'}} | The request's 'targetSite' must be a text, and is the object {name=backup}.",
        "{'service': 'vi\\u0000deo'} | The request's 'service' has a character that cannot be shown: 'vi\\u0000deo'.",
        "{'service': 'a\\nb'}   | The request's 'service' has a character that cannot be shown: 'a\\u000ab'.",
        "{'strategy': true}    | The request's 'strategy' must be a text, and is true.",
        "{'outcome': 'migrated'} | The request has 'outcome', which the migration itself keeps under that name: leave it out.",
        "{'plan': {}, 'error': 'flood'} | The request has 'error', 'plan', which the migration itself keeps under that name: leave it out."
    })
    void refusesWhatIsNotClear(String json, String sentence) {
        assertThatThrownBy(() -> MigrationRequest.of(variables(json.replace('\'', '"'))))
                .isInstanceOf(Refused.class).hasMessage(sentence);
    }

    @Test
    void showsNoMoreThanIsNeeded() {
        assertThatThrownBy(() -> MigrationRequest.of(variables("{\"service\": [\"" + "x".repeat(1000) + "\"]}")))
                .message().hasSizeLessThan(200);
    }
}
