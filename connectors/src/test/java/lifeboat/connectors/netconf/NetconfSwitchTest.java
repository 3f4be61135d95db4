package lifeboat.connectors.netconf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import lifeboat.connectors.definition.DeviceDefinitions;
import lifeboat.connectors.device.DeviceException.Refused;
import lifeboat.connectors.device.DeviceException.Unreachable;
import lifeboat.connectors.device.LayerTwoSwitch;
import lifeboat.connectors.device.LayerTwoSwitch.Vlan;
import lifeboat.connectors.login.DeviceAddress;
import lifeboat.connectors.pool.DeviceSessions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An L2SW by NETCONF that keeps a lock for each session, as RFC 6241 wants it, and refuses what a test says. */
class NetconfSwitchTest {

    private static final int MIGRATION = 42;
    private static final String PARTIAL = "<rpc-error><error-severity>warning</error-severity>"
            + "<error-message>partial data unavailable</error-message></rpc-error>";

    @TempDir
    private Path folder;

    private final Map<String, String> running = new ConcurrentSkipListMap<>(Map.of("eth0", "uplink"));
    private final Map<String, String> candidate = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger holder = new AtomicInteger();
    private final DeviceSessions pool = new DeviceSessions(new DeviceDefinitions(), command -> { });
    private volatile Set<String> refused = Set.of();
    private volatile boolean filters = true;
    private volatile String says;
    private NetconfPort port;
    private LayerTwoSwitch client;

    @BeforeEach
    void open() throws Exception {
        port = NetconfPort.that(folder, this::serve);
        client = client("ietf_switch");
    }

    private LayerTwoSwitch client(String platform) throws Exception {
        DeviceAddress any = port.address();
        return new LayerTwoSwitch(pool, new DeviceAddress("sw1", platform, any.protocol(), any.host(), any.port(),
                any.login(), any.trust(), Map.of("server", "Gi1/0/1", "l1", "Gi1/0/24")));
    }

    @AfterEach
    void close() throws IOException {
        pool.close();
        port.close();
    }

    private void serve(NetconfPort.Line line) throws IOException {
        int session = sessions.incrementAndGet();
        try {
            line.say(NetconfPort.HELLO.formatted("1.0")).hear("]]>]]>");
            while (true) {
                String request = line.hear("]]>]]>");
                String asked = request.replaceAll("(?s).*?<rpc [^>]*>\\s*<([\\w-]+).*", "$1");
                line.say(NetconfPort.Line.reply(request, refused.contains(asked) ? error("operation-failed",
                        asked + " is refused") : answer(session, asked, request)) + "]]>]]>");
            }
        } finally {
            holder.compareAndSet(session, 0);
        }
    }

    private String answer(int session, String asked, String request) {
        String name = request.contains("<name>") ? request.replaceAll("(?s).*<name>([^<]+)</name>.*", "$1") : "";
        switch (asked) {
            case "lock" -> {
                if (!holder.compareAndSet(0, session)) {
                    return error("lock-denied", "session " + holder + " has it");
                }
                forget();
            }
            case "unlock" -> holder.compareAndSet(session, 0);
            case "discard-changes" -> forget();
            case "commit" -> {
                running.clear();
                running.putAll(candidate);
            }
            case "edit-config" -> {
                if (request.contains("operation=\"delete\"")) {
                    candidate.remove(name);
                } else {
                    candidate.put(name, request.replaceAll("(?s).*<description>([^<]*)</description>.*", "$1"));
                }
            }
            default -> {
                return says != null ? says : request.contains("<ports") ? ports() : running.entrySet().stream().filter(entry -> !filters || entry.getKey().equals(name))
                        .map(entry -> "<interface><name>%s</name><description>%s</description></interface>"
                                .formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("", "<data><interfaces xmlns=\"urn:x\">", "</interfaces></data>"));
            }
        }
        return "<ok/>";
    }

    private String ports() {
        return "<data><ports><port><name>Gi1/0/1</name><vlan>%d</vlan></port><port><name>Gi1/0/24</name>"
                .formatted(MIGRATION) + "<vlan>7</vlan><vlan>%d</vlan></port></ports></data>".formatted(MIGRATION);
    }

    private void forget() {
        candidate.clear();
        candidate.putAll(running);
    }

    private static String error(String tag, String message) {
        return "<rpc-error><error-tag>%s</error-tag><error-severity>error</error-severity><error-message>%s"
                .formatted(tag, message) + "</error-message></rpc-error>";
    }

    @Test
    void returnsTheWholeListWhateverItIsAskedFor() throws Exception {
        filters = false;
        assertThat(client.findVlan(42)).isEmpty();

        client.ensureVlan(42, "m42");
        client.ensureVlan(43, "m43");

        assertThat(client.findVlan(42)).map(Vlan::name).contains("m42");
        assertThat(client.findVlan(43)).map(Vlan::name).contains("m43");
        client.removeVlan(42, "m42");
        assertThat(client.findVlan(42)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<ok/>", "", PARTIAL, "<data/>" + PARTIAL, "<error xmlns=\"http://xml.juniper.net/xnm/1.1/xnm\"><message>busy</message></error>"})
    void answersAQuestionWithoutData(String answer) throws Exception {
        client.ensureVlan(MIGRATION, "m42");
        says = answer;

        assertThatThrownBy(() -> client.removeVlan(MIGRATION, "m42")).isInstanceOf(Unreachable.class)
                .hasMessageContaining("cannot be read");
        assertThat(running).containsKey("vlan42");
    }

    @Test
    void saysInAnotherPlaceWhichPortsCarryAVlan() throws Exception {
        LayerTwoSwitch apart = client("ports_apart_switch");
        apart.ensureVlan(MIGRATION, "m42");

        assertThat(apart.findVlan(MIGRATION)).contains(new Vlan(MIGRATION, "m42", Set.of("server", "l1")));
    }

    @Test
    void isNotLockedByASessionOfOurOwnThatCouldNotForget() throws Exception {
        refused = Set.of("edit-config", "discard-changes");
        assertThatThrownBy(() -> client.ensureVlan(42, "m42")).isInstanceOf(Refused.class)
                .hasMessageContaining("edit-config is refused");
        refused = Set.of();

        configuresSoon(42);
    }

    /** The server notices in its own time that a session is over. */
    private void configuresSoon(int vlan) {
        await().ignoreException(Unreachable.class).untilAsserted(() -> client.ensureVlan(vlan, "m" + vlan));
        assertThat(running).containsEntry("vlan" + vlan, "m" + vlan);
    }

    @Test
    void isNotLockedByASessionOfOurOwnThatCouldNotUnlock() throws Exception {
        refused = Set.of("unlock");
        client.ensureVlan(42, "m42");
        refused = Set.of();

        configuresSoon(43);
    }
}
