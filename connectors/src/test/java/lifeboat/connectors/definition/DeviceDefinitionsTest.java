package lifeboat.connectors.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceDefinitionsTest {

    private static final String COMMUNITY = """
            ---
            # As the community writes them.
            prompt_pattern: '^.*[>#$]\\s?+$'
            default_mode: "privileged"
            modes:
              - name: "exec"
                prompt_exact: "router>"
                accessible_modes:
                  - name: "privileged"
                    instructions:
                      - send_prompted_input:
                          input: "enable"
                          prompt_exact: "Password:"
                          response: "__lookup::enable"
              - name: "privileged"
                prompt_pattern: '^({\\w+}\\n){0,1}[a-z.\\-@/:]{1,63}#\\s?+$'
                prompt_excludes:
                  - "tcl)"
            failure_indicators:
              - "% Invalid input"
            on_open_instructions:
              - enter_mode:
                  requested_mode: "privileged"
              - send_input:
                  input: "term width 512"
            on_close_instructions:
              - write:
                  input: "exit"
            ntc_templates_platform: "acme_os"
            genie_platform: "acme"
            force_in_session_auth: true
            """;

    private final DeviceDefinitions definitions = new DeviceDefinitions();

    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource({
        "gmpls_cp, cp1#, privileged_exec, find_light_path",
        "vlan_switch, l2sw1(config)#, configuration, create_vlan",
        "access_gateway, nagw>, exec, set_user_vlan",
        "lifeboat_pmc, pmc1$, exec, release_virtual_ip",
        "openvswitch, nagw$, exec, set_user_vlan",
        "linux_bridge, root@host:~#, shell, create_vlan",
        "ios_like, sw1(config-if)#, configuration, create_vlan",
        "junos_like, mcs@cp9>, exec, find_light_path"})
    void knowsThePlatformsOfOurRoles(String platform, String prompt, String mode, String operation) {
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

    @Test
    void readsTheCommunitysFormatUnchanged() throws Exception {
        Platform acme = new DeviceDefinitions(write("acme.yaml", COMMUNITY).getParent()).get("acme");

        assertThat(acme.definition().modeAtEndOf("text\n{master}\nRTR@SITE.A# ")).get().extracting(Mode::name)
                .isEqualTo("privileged");
        assertThat(acme.definition().modeAtEndOf("router>")).get().extracting(Mode::name).isEqualTo("exec");
        assertThat(acme.definition().modeAtEndOf("r(tcl)#")).isEmpty();
        assertThat(acme.definition().lookups()).containsExactly("enable");
        assertThat(acme.operations()).isEmpty();
        assertThat(acme.timeouts()).isEqualTo(Timeouts.standard());
    }

    @Test
    void readsOurOperationsBesideIt() throws Exception {
        write("acme.operations.yaml", """
                sessions: 2
                timeouts:
                  command: PT7S
                configuration:
                  mode: privileged
                  save: [{line: write, confirmed_by: done}]
                operations:
                  version:
                    send: ['show version']
                """);
        Platform acme = new DeviceDefinitions().read(write("acme.yaml", COMMUNITY));

        assertThat(acme.sessions()).isEqualTo(2);
        assertThat(acme.timeouts().command()).isEqualTo(Duration.ofSeconds(7));
        assertThat(acme.timeouts().login()).isEqualTo(Timeouts.standard().login());
        assertThat(acme.operation("version").send()).containsExactly(OperationLine.of("show version"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "requested_mode: \"privileged\" | requested_mode: \"config\"  | mode 'config' is mentioned, but not among its modes",
        "prompt_exact: \"router>\"      | other: x                   | mode 'exec' needs a name, and prompt_exact or",
        "prompt_exact: \"router>\"      | prompt_pattern: '^(router>' | '^(router>' is no regular expression",
        "send_input:                    | do_something:              | what is at 'on_open_instructions 2' does not belong",
        "modes:                         | moods:                     | it needs prompt_pattern, default_mode and modes",
        "genie_platform:                | xenie_platform:            | it has an unknown key 'xenie_platform'"})
    void saysWhatIsWrongWithADefinition(String right, String wrong, String fault) throws Exception {
        Path file = write("acme.yaml", COMMUNITY.replace(right, wrong));

        assertThatThrownBy(() -> definitions.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The device definition " + file).hasMessageContaining(fault)
                .message().hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sessions: 0                                     | sessions must be at least 1, and not 0",
        "timeouts: {command: PT0S}                       | a timeout must be longer than PT0S",
        "timeouts: {command: soon}                       | what is at 'timeouts command' does not belong there",
        "configuration: {mode: other}                    | The definition has no mode 'other'",
        "configuration: {mode: exec, commit: [commit]}   | configuration needs a mode, and a rollback",
        "configuration: {mode: exec, save: [write]}      | save needs a line with confirmed_by",
        "operations: {x: {mode: other, send: [y]}}       | The definition has no mode 'other'",
        "operations: {find_vlan: } | operation 'find_vlan' is empty",
        "operations: {find_vlan: {send: ['a'], json: {vlan: , name: '5'}}} | 'json' has no way to the field 'vlan'",
        "operations: {find_vlan: {send: ['a'], json: {vlan: 'vlans/{vlan}/id'}}} | 'json' has no way to the field 'vlan'",
        "netconf: {find_vlan: {get: '<a/>', item: a, read: {vlan: }}} | 'read' has no way to the field 'vlan'",
        "netconf: {find_vlan: {get: '<a/>', item: vlans/vlan, read: {vlan: '{vlan}'}}} | 'item' has no key, and 'vlan' says '{vlan}' of whatever is found",
        "netconf: {find_vlan: {get: [~, '<a/>'], item: 'a[b=c]', read: {vlan: d}}} | what is at 'netconf find_vlan' has an empty entry",
        "netconf: {create_vlan: {edit: '<a><b></a>'}} | '<a><b></a>' is no XML",
        "terminal: {pagers: ['.*']} | would be seen in an empty line",
        "configuration: {mode: exec, commit: ['commit comment {name}'], rollback: ['abort']} | nothing fills {name} in the lines of 'configuration'"})
    void saysWhatIsWrongWithOperations(String operations, String fault) throws Exception {
        write("acme.operations.yaml", operations);
        Path file = write("acme.yaml", COMMUNITY);

        assertThatThrownBy(() -> definitions.read(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acme.operations.yaml").hasMessageContaining(fault).message().hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Error: No such VLAN            | true",
        "  ^Error: here                 | true",
        "port 1: Error: busy            | true",
        "Total Error: 0                 | false",
        "Total Error: 12                | false",
        "value 'x' is ambiguous         | true",
        "errors that is ambiguous: 0    | true",
        "sh: x: command not found       | true",
        "CRC: 0 is ambiguous 0          | false",
        "Error: 0.0.0.0 is no address   | true",
        "Error: 0/0/1 is a trunk        | true",
        "Error: 0, Warning: 3           | false"})
    void looksForARefusalWhereOneStands(String answer, boolean isRefusal) throws Exception {
        DeviceDefinition acme = definitions.read(write("acme.yaml", """
                prompt_pattern: '^x#$'
                default_mode: x
                modes: [{name: x, prompt_pattern: '^x#$'}]
                failure_indicators: ['Error:', 'is ambiguous', 'command not found']
                """)).definition();

        assertThat(acme.failureIn("one\n" + answer + "\ntwo").isPresent()).isEqualTo(isRefusal);
    }

    @Test
    void takesAnExpressionForOneWhereATextBelongs() throws Exception {
        DeviceDefinition acme = definitions.read(write("acme.yaml", """
                prompt_pattern: '^x[>#]$'
                default_mode: x
                modes:
                  - name: x
                    prompt_pattern: '^x#$'
                    accessible_modes:
                      - name: x
                        instructions:
                          - send_prompted_input: {input: enable, prompt_exact: '^[pP]assword:\\s?$', response: a}
                          - send_prompted_input: {input: sure, prompt_exact: 'Sure?', response: y}
                """)).definition();

        assertThat(acme.warnings()).singleElement().asString()
                .startsWith("prompt_exact '^[pP]assword:\\s?$' looks like a regular expression");
    }

    /** What excludes a mode may stand in another line of the prompt. */
    @Test
    void looksInTheWholePromptForWhatExcludesAMode() throws Exception {
        DeviceDefinition twoLines = definitions.read(write("two_lines.yaml", """
                prompt_pattern: '(^.*[>#$]\\s?+$)|(--.*--\\s*\\n[abcd]:\\S+#\\s*$)'
                default_mode: exec
                modes:
                  - name: bash
                    prompt_pattern: '^.*[>#$]\\s?+$'
                    prompt_excludes: ['--{']
                  - name: exec
                    prompt_pattern: '^--{ running }--\\[.+?]--\\s*\\n[abcd]:\\S+#\\s*$'
                """)).definition();

        assertThat(twoLines.modeAtEndOf("--{ running }--[  ]--\nA:leaf1# ").map(Mode::name)).contains("exec");
        assertThat(twoLines.modeAtEndOf("[root@leaf1 ~]# ").map(Mode::name)).contains("bash");
    }
}
