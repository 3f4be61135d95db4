package lifeboat.lab.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import lifeboat.lab.Access;
import lifeboat.pmc.cli.Credentials;

/**
 * The L2SWs and the NAGW: ordinary Linux hosts with Open vSwitch. Whoever logs in gets a shell; one of them is reached
 * by Telnet, the others by SSH with the lab's key.
 */
final class Switches {

    static final String NAGW = "nagw";
    static final String L2SW1 = "l2sw1";
    static final String L2SW2 = "l2sw2";

    /** The file with the key of who may log in. */
    static final String KEY = "lab-key";
    private static final String HOST_KEY = "switch-host-key";
    private static final int SSH_PORT = 22;
    private static final int TELNET_PORT = 23;

    private final Path network;
    private final Path folder;
    private final Daemons daemons;

    Switches(Path network, Path folder, Daemons daemons) {
        this.network = network;
        this.folder = folder;
        this.daemons = daemons;
    }

    List<Access> start(Credentials credentials) throws IOException {
        for (String name : List.of(KEY, HOST_KEY)) {
            Files.deleteIfExists(folder.resolve(name));
            Shell.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(name).toString()));
        }
        reset();
        return List.of(startSshd(NAGW, "nagw"), startSshd(L2SW1, "l2sw"), startTelnetd(L2SW2, "l2sw", credentials));
    }

    /** As if there had been no migration: an earlier lab in the same network may have left the users elsewhere. */
    private void reset() throws IOException {
        moveUsersToMain();
        for (String name : List.of(L2SW1, L2SW2)) {
            run(name, "ovs-vsctl set port migration tag=4000 -- set port l1 trunks=4001 "
                    + "-- remove port l1 external_ids lifeboat-vlan");
        }
    }

    /** As somebody would by hand where a service is started anew. */
    void moveUsersToMain() throws IOException {
        run(NAGW, "ovs-vsctl set port user tag=1");
        Shell.run(Shell.in("user", List.of("ip", "neighbour", "flush", "dev", "eth0")));
    }

    /** Tells a switch's database server something, with Open vSwitch's own tool. */
    void control(String name, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ovs-appctl", "-t",
                network.resolve(name).resolve("ovsdb.ctl").toString()));
        all.addAll(List.of(command));
        Shell.run(all);
    }

    /** Runs a shell's command on a switch. */
    String run(String name, String command) throws IOException {
        return Shell.run(Shell.in(name, List.of("env", "OVS_RUNDIR=" + network.resolve(name), "sh", "-c", command)));
    }

    private Access startSshd(String name, String role) throws IOException {
        String address = Shell.controlAddress(name);
        Path config = folder.resolve(name + "-sshd.conf");
        Files.writeString(config, """
                ListenAddress %s:%d
                HostKey %s
                AuthorizedKeysFile %s
                PidFile %s
                PermitRootLogin prohibit-password
                PasswordAuthentication no
                UsePAM no
                StrictModes no
                ForceCommand %s
                """.formatted(address, SSH_PORT, folder.resolve(HOST_KEY), folder.resolve(KEY + ".pub"),
                folder.resolve(name + "-sshd.pid"), shell(name)));
        Files.createDirectories(Path.of("/run/sshd"));
        daemons.start(Shell.in(name, List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString())),
                name + "-sshd.log");
        String fingerprint = Shell.run(List.of("ssh-keygen", "-l", "-f",
                folder.resolve(HOST_KEY + ".pub").toString())).split(" ")[1];
        return new Access(name, role, "openvswitch", "ssh", address, SSH_PORT, Access.LoginKind.KEY, fingerprint);
    }

    /** Its log-in program asks as /bin/login would, but knows the lab's account instead of the machine's. */
    private Access startTelnetd(String name, String role, Credentials credentials) throws IOException {
        String address = Shell.controlAddress(name);
        Path login = folder.resolve(name + "-login.sh");
        Files.deleteIfExists(login);
        Files.createFile(login, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(login, """
                #!/bin/bash
                IFS= read -rp 'login: ' user
                IFS= read -rsp 'Password: ' password
                echo
                if [ "$user" != '%s' ] || [ "$password" != '%s' ]; then
                  echo 'Login incorrect'
                  exit 1
                fi
                exec %s
                """.formatted(credentials.user(), credentials.password(), shell(name)));
        daemons.start(Shell.in(name, List.of("socat", "TCP-LISTEN:%d,bind=%s,reuseaddr,fork".formatted(TELNET_PORT,
                address), "EXEC:/usr/sbin/telnetd -h --exec-login=%s,nofork".formatted(login))),
                name + "-telnetd.log");
        return Access.telnet(name, role, "openvswitch", address, TELNET_PORT);
    }

    private String shell(String name) {
        return "env OVS_RUNDIR=%s TERM=dumb PS1='%s$ ' bash --noprofile --norc --noediting -i".formatted(
                network.resolve(name), name);
    }
}
