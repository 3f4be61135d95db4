package lifeboat.connectors.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lifeboat.connectors.definition.Platform;
import lifeboat.connectors.login.DeviceAddress.Protocol;

/** What a device does for Lifeboat, and the operations that its platform must have for that. */
public enum Role {
    CP_DEVICE("cp-device", "find_light_path", "create_light_path", "delete_light_path"),
    L2SW("l2sw", "find_vlan", "create_vlan", "delete_vlan"),
    NAGW("nagw", "find_user_vlan", "set_user_vlan"),
    PMC("pmc", "status", "image_key", "reserve", "reserve_vlan", "reserve_vlan_alone", "give_back",
            "give_up", "adopt", "restart", "pids", "taken_pids", "prepare", "prepare_encrypted",
            "fence", "expect_users", "memory", "find_virtual_ip", "claim_virtual_ip",
            "release_virtual_ip", "freeze", "thaw", "thaw_fenced", "receive", "send_first_by_vlan",
            "send_first_by_public_network", "send_by_vlan", "send_by_public_network", "send_without_pages_by_vlan",
            "send_without_pages_by_public_network", "resume", "fetch_pages", "discard", "discard_migrated");

    private final String name;
    private final List<String> operations;

    Role(String name, String... operations) {
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
        return operations.stream().filter(operation -> !there.contains(operation)).toList();
    }
}
