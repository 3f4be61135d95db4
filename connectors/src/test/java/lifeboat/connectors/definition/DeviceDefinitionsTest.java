package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceDefinitionsTest {

    private final DeviceDefinitions definitions = new DeviceDefinitions();

    @ParameterizedTest
    @CsvSource({
        "gmpls_cp, cp1#, privileged_exec, find_light_path",
        "vlan_switch, l2sw1(config)#, configuration, create_vlan",
        "access_gateway, nagw>, exec, set_user_vlan",
        "lifeboat_pmc, pmc1$, exec, release_virtual_ip"})
    void knowsThePlatformsOfThePaper(String platform, String prompt, String mode, String operation) {
        Platform known = definitions.get(platform);

        assertThat(known.definition().modeAtEndOf(prompt)).get().extracting(Mode::name).isEqualTo(mode);
        assertThat(known.operation(operation)).isNotNull();
        assertThat(known.definition().promptPattern().endOf(prompt)).contains(prompt);
    }

    @Test
    void namesThePlatformItDoesNotKnow() {
        assertThat(definitions.has("cisco_99")).isFalse();
        assertThatThrownBy(() -> definitions.get("cisco_99")).hasMessageContaining("'cisco_99'");
    }
}
