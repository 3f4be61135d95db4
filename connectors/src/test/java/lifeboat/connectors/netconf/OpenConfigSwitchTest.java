package lifeboat.connectors.netconf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.connectors.device.LayerTwoSwitch.Vlan;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** A switch with OpenConfig's models, as far as one VLAN goes: replayed, never run on a device. */
class OpenConfigSwitchTest {

    private static final Map<String, String> PORTS = Map.of("server", "Ethernet1", "l1", "Ethernet24");

    /** A VLAN, and whether it is on the access port and on the trunk. */
    private record State(String name, boolean isAccess, boolean isTrunk) {
    }

    private final AtomicReference<State> running = new AtomicReference<>(new State(null, false, false));
    private final Xml xml = new Xml();

    @TempDir
    private Path folder;

    private void serve(NetconfPort.Line line) throws IOException {
        line.say(NetconfPort.HELLO.formatted("1.0")).hear("]]>]]>");
        State candidate = running.get();
        while (true) {
            String request = line.hear("]]>]]>");
            Element rpc = xml.read(request.replace("]]>]]>", ""));
            String content = "<ok/>";
            if (!Xml.children(rpc, "edit-config").isEmpty()) {
                candidate = edited(candidate, rpc);
            } else if (!Xml.children(rpc, "commit").isEmpty()) {
                running.set(candidate);
            } else if (!Xml.children(rpc, "get").isEmpty()) {
                content = shown(running.get());
            }
            line.say(NetconfPort.Line.reply(request, content) + "]]>]]>");
        }
    }

    private static State edited(State before, Element rpc) {
        boolean isRemoval = Xml.descendants(rpc, "vlan").get(0).hasAttributeNS(Xml.NETCONF, "operation");
        assertThat(Xml.descendants(rpc, "name")).extracting(Element::getTextContent)
                .contains(PORTS.get("server"), PORTS.get("l1"));
        assertThat(Xml.descendants(rpc, "access-vlan").get(0).getTextContent()).isEqualTo("42");
        assertThat(Xml.descendants(rpc, "trunk-vlans").get(0).getTextContent()).isEqualTo("42");
        return isRemoval ? new State(null, false, false) : new State(
                Xml.text(Xml.child(Xml.descendants(rpc, "vlan").get(0), "config").orElseThrow(), "name"), true, true);
    }

    private static String shown(State state) {
        return state.name == null ? "<data/>" : """
                <data><vlans xmlns="http://openconfig.net/yang/vlan">
                <vlan><vlan-id>7</vlan-id><config><vlan-id>7</vlan-id><name>others</name></config></vlan>
                <vlan><vlan-id>42</vlan-id><config><vlan-id>42</vlan-id><name>%s</name></config>
                <members>%s%s</members></vlan></vlans></data>""".formatted(state.name, state.isAccess
                ? member(PORTS.get("server")) : "", state.isTrunk ? member(PORTS.get("l1")) : "");
    }

    private static String member(String port) {
        return "<member><state><interface>" + port + "</interface></state></member>";
    }

    @Test
    void carriesAMigrationsVlanByNetconf() throws Exception {
        try (NetconfPort port = NetconfPort.that(folder, this::serve);
                DeviceSessions sessions = new DeviceSessions(new DeviceDefinitions(), command -> { })) {
            DeviceAddress any = port.address();
            LayerTwoSwitch client = new LayerTwoSwitch(sessions, new DeviceAddress("sw1", "openconfig_switch",
                    any.protocol(), any.host(), any.port(), any.login(), any.trust(), PORTS));
            Optional<Vlan> wanted = Optional.of(new Vlan(42, "m42", Set.of("server", "l1")));

            assertThat(client.findVlan(42)).isEmpty();
            client.ensureVlan(42, "m42");
            assertThat(client.findVlan(42)).isEqualTo(wanted);

            running.set(new State("m42", true, false));
            assertThat(client.findVlan(42)).contains(new Vlan(42, "m42", Set.of("server")));
            client.ensureVlan(42, "m42");
            assertThat(client.findVlan(42)).isEqualTo(wanted);

            client.removeVlan(42, "m42");
            assertThat(client.findVlan(42)).isEmpty();
        }
    }
}
