package lifeboat.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import lifeboat.lab.simulated.SimulatedLab;
import lifeboat.pmc.cli.Credentials;

/** Writes the inventory that fits a running lab, with its password in a file of its own. */
class InventoryFile {

    static final String NAME = "inventory.yaml";
    static final String SECRET = "lab-password";

    Path write(SimulatedLab lab, Credentials credentials, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path secret = folder.resolve(SECRET);
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, credentials.password() + "\n");

        StringBuilder yaml = new StringBuilder("""
                # The simulated lab's inventory, written when the lab started.
                sites:
                  main:
                    vlan: 1
                    cp-device: cp1
                    l1-switch: l1sw1
                    l2-switch: l2sw1
                    server: server1
                  backup:
                    vlan: 2
                    cp-device: cp2
                    l1-switch: l1sw2
                    l2-switch: l2sw2
                    server: server2

                servers:
                  server1:
                    pmc: pmc1
                    migration-address: 10.100.0.1
                  server2:
                    pmc: pmc2
                    migration-address: 10.100.0.2

                services:
                  %s:
                    process: %s
                    virtual-ip: %s
                    user-group: users
                    nagw: nagw

                migration:
                  bandwidth: 1000000000
                  public-bandwidth: 10000000
                  vlans: 100-119

                devices:
                """.formatted(SimulatedLab.PROCESS, SimulatedLab.PROCESS, SimulatedLab.VIRTUAL_IP));
        for (SimulatedLab.Access access : lab.accesses()) {
            yaml.append("""
                      %s:
                        role: %s
                        platform: %s
                        protocol: %s
                        host: 127.0.0.1
                        port: %d
                        username: %s
                        password: file:%s
                    """.formatted(access.device(), access.role(), access.platform(), access.protocol(), access.port(),
                    credentials.user(), secret.toAbsolutePath()).indent(0));
            if (access.hostKey() != null) {
                yaml.append("    host-key: \"%s\"\n".formatted(access.hostKey()));
            }
        }
        Path file = folder.resolve(NAME);
        Files.writeString(file, yaml);
        return file;
    }
}
