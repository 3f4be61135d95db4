package lifeboat.lab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import lifeboat.lab.Access;
import lifeboat.lab.Lab;
import lifeboat.lab.LabService;
import lifeboat.pmc.cli.Credentials;

/**
 * Writes the inventory that fits a running lab, with its password in a file of its own. The lab's console is in no
 * inventory; where it is goes into a file beside it.
 */
class InventoryFile {

    static final String NAME = "inventory.yaml";
    static final String CONSOLE = "console.properties";
    static final String SECRET = "lab-password";
    static final String KEY = "lab-key";

    private final boolean encrypted;

    /** @param encrypted whether images are to travel encrypted */
    InventoryFile(boolean encrypted) {
        this.encrypted = encrypted;
    }

    Path write(Lab lab, Credentials credentials, Path folder) throws IOException {
        Path secret = folder.resolve(SECRET);
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, credentials.password() + "\n");

        StringBuilder yaml = new StringBuilder("# The lab's inventory, written when the lab started.\nsites:\n");
        for (int i = 1; i <= lab.sites().size(); i++) {
            yaml.append("""
                %s:
                  vlan: %d
                  cp-device: cp%d
                  l1-switch: l1sw%d
                  l2-switch: l2sw%d
                  server: server%d
                """.formatted(lab.sites().get(i - 1), i, i, i, i, i).indent(2));
        }
        yaml.append("\nservers:\n");
        for (int i = 1; i <= lab.sites().size(); i++) {
            yaml.append("""
                server%d:
                  pmc: pmc%d
                  migration-address: 10.100.0.%d%s
                """.formatted(i, i, i, publicAddress(lab, i - 1)).indent(2));
        }
        yaml.append("\nservices:\n");
        for (LabService service : lab.services()) {
            yaml.append("""
                %s:
                  process: %s
                  virtual-ip: %s
                  user-group: %s
                  nagw: nagw
                """.formatted(service.process(), service.process(), service.virtualIp(), service.userGroup())
                    .indent(2));
        }
        yaml.append("""

                migration:
                  bandwidth: 1000000000
                  public-bandwidth: 10000000
                  vlans: 100-119
                  encrypted: %s

                devices:
                """.formatted(encrypted ? "yes" : "no"));
        for (Access access : lab.accesses().stream().filter(device -> !device.isConsole()).toList()) {
            boolean key = access.login() == Access.LoginKind.KEY;
            yaml.append("""
                      %s:
                        role: %s
                        platform: %s
                        protocol: %s
                        host: %s
                        port: %d
                        username: %s
                        %s: %s
                    """.formatted(access.device(), access.role(), access.platform(), access.protocol(), access.host(),
                    access.port(), key ? "root" : credentials.user(), key ? "private-key" : "password",
                    key ? folder.resolve(KEY).toAbsolutePath() : "file:" + secret.toAbsolutePath()).indent(0));
            if (access.hostKey() != null) {
                yaml.append("    host-key: \"%s\"\n".formatted(access.hostKey()));
            }
        }
        for (Access console : lab.accesses().stream().filter(Access::isConsole).toList()) {
            Files.writeString(folder.resolve(CONSOLE), "host=%s%nport=%d%nusername=%s%npassword-file=%s%n".formatted(
                    console.host(), console.port(), credentials.user(), secret.toAbsolutePath()));
        }
        Path file = folder.resolve(NAME);
        Files.writeString(file, yaml);
        return file;
    }

    private static String publicAddress(Lab lab, int server) {
        return lab.publicAddresses().isEmpty() ? ""
                : "\n  public-address: " + lab.publicAddresses().get(server);
    }
}
