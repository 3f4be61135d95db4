package lifeboat.connectors.device;

import static lifeboat.connectors.device.OperationContract.given;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lifeboat.connectors.definition.NetconfOperation;
import lifeboat.connectors.definition.Operation;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.login.DeviceAddress.Protocol;

/** What a device does for Lifeboat, and the operations that its platform must have for that. */
public enum Role {
    CP_DEVICE("cp-device",
            given("name").of("find_light_path").telling("name", "route", "bandwidth"),
            given("name", "to", "bandwidth").of("create_light_path"),
            given("name").of("delete_light_path")),
    L2SW("l2sw",
            given("vlan").of("find_vlan").telling("vlan", "name"),
            given("vlan", "name").of("create_vlan"),
            given("vlan", "name").of("delete_vlan")),
    NAGW("nagw",
            given("users").of("find_user_vlan").telling("vlan"),
            given("users", "vlan").of("set_user_vlan")),
    PMC("pmc",
            given("process").of("status").telling("state", "active", "dead", "resumed", "handed", "bytes", "first",
                    "connections", "pages", "peer", "vlan"),
            given().of("image_key").telling("key"),
            given("process").of("memory").telling("bytes", "changing"),
            given("process").of("pids").telling("pids"),
            given("pids").of("taken_pids").telling("pids"),
            given("address").of("find_virtual_ip").telling("state"),
            given("address", "process", "epoch").of("claim_virtual_ip"),
            given("address", "process", "epoch").of("release_virtual_ip"),
            given("process", "epoch").of("reserve"),
            given("process", "epoch", "vlan").of("reserve_vlan"),
            given("process", "epoch", "vlan").of("reserve_vlan_alone"),
            given("process", "epoch").of("give_back"),
            given("process", "epoch", "next").of("give_up"),
            given("process", "epoch", "next").of("adopt"),
            given("process", "epoch", "next").of("restart"),
            given("process", "epoch", "address", "peers", "key", "deadline").of("prepare"),
            given("process", "epoch", "address", "peers", "key", "deadline").of("prepare_encrypted"),
            given("process", "epoch").of("fence").telling("answer"),
            given("process", "epoch").of("expect_users"),
            given("process", "epoch").of("freeze"),
            given("process", "epoch").of("thaw"),
            given("process", "epoch").of("thaw_fenced"),
            given("process", "epoch").of("receive"),
            given("process", "epoch", "address", "vlan").of("send_first_by_vlan"),
            given("process", "epoch", "address").of("send_first_by_public_network"),
            given("process", "epoch", "address", "vlan").of("send_by_vlan"),
            given("process", "epoch", "address").of("send_by_public_network"),
            given("process", "epoch", "address", "vlan").of("send_without_pages_by_vlan"),
            given("process", "epoch", "address").of("send_without_pages_by_public_network"),
            given("process", "epoch").of("resume"),
            given("process", "epoch").of("fetch_pages"),
            given("process", "epoch").of("discard"),
            given("process", "epoch").of("discard_migrated"));

    private static final OperationContract VERSION = given().of("version").telling("version");

    private final String name;
    private final List<OperationContract> operations;

    Role(String name, OperationContract... operations) {
        this.name = name;
        this.operations = List.of(operations);
    }

    /** The role of that name in an inventory. */
    public static Optional<Role> named(String name) {
        return Arrays.stream(values()).filter(role -> role.name.equals(name)).findFirst();
    }

    public static Stream<String> names() {
        return Arrays.stream(values()).map(role -> role.name);
    }

    /** What a platform lacks for this role, by a protocol. */
    public List<String> missingIn(Platform platform, Protocol protocol) {
        Set<String> there = protocol == Protocol.NETCONF ? platform.netconf().keySet()
                : platform.operations().keySet();
        return operations.stream().map(OperationContract::name).filter(operation -> !there.contains(operation))
                .toList();
    }

    /** The ports whose names a platform's operations for this role want to know of each device. */
    public Set<String> portsIn(Platform platform, Protocol protocol) {
        return operations.stream().flatMap(operation -> (protocol == Protocol.NETCONF
                ? Stream.ofNullable(platform.netconf().get(operation.name())).map(NetconfOperation::placeholders)
                : Stream.ofNullable(platform.operations().get(operation.name())).map(Operation::placeholders))
                .flatMap(List::stream)).filter(placeholder -> placeholder.startsWith(OperationContract.PORT))
                .map(placeholder -> placeholder.substring(OperationContract.PORT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is wrong with the operations that a platform has for this role. */
    public List<OperationContract.Breach> breachesIn(Platform platform, Protocol protocol) {
        return Stream.concat(operations.stream(), Stream.of(VERSION)).flatMap(operation ->
                protocol == Protocol.NETCONF
                        ? Stream.ofNullable(platform.netconf().get(operation.name())).flatMap(operation::breachesOf)
                        : Stream.ofNullable(platform.operations().get(operation.name()))
                                .flatMap(operation::breachesOf)).toList();
    }
}
