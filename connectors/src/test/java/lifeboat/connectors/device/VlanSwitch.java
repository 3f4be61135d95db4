package lifeboat.connectors.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import lifeboat.connectors.session.ScriptedDevice;
import lifeboat.connectors.session.TelnetPort;

/**
 * A switch with VLANs, a running and a saved configuration, and a candidate if it commits. It asks and answers what a
 * test says.
 */
final class VlanSwitch implements TelnetPort.CommandLine {

    /** What the switch does at a line. */
    interface Behaviour {
        /** @return what it prints before its prompt; null if it is to do what it does */
        String at(String line, VlanSwitch device, InputStream in, OutputStream out) throws IOException;
    }

    private static final Behaviour ORDINARY = (line, device, in, out) -> null;

    private final boolean commits;
    private final Map<String, String> running = new ConcurrentHashMap<>();
    private final Map<String, String> saved = new ConcurrentHashMap<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = ORDINARY;

    VlanSwitch(boolean commits) {
        this.commits = commits;
    }

    void behave(Behaviour as) {
        behaviour = as;
    }

    void behaveAsUsual() {
        behaviour = ORDINARY;
    }

    Map<String, String> running() {
        return running;
    }

    Map<String, String> saved() {
        return saved;
    }

    List<String> lines() {
        return lines;
    }

    void save() {
        saved.clear();
        saved.putAll(running);
    }

    void commit(Map<String, String> candidate) {
        running.clear();
        running.putAll(candidate);
    }

    /** Types back what is typed, and asks for it. */
    static String ask(String question, InputStream in, OutputStream out) throws IOException {
        ScriptedDevice.print(out, question);
        return ScriptedDevice.readLine(in, out, true);
    }

    @Override
    public void serve(InputStream in, OutputStream out) throws IOException {
        Map<String, String> candidate = new HashMap<>(running);
        Map<String, String> edited = commits ? candidate : running;
        String mode = "";
        String vlan = "";
        while (true) {
            ScriptedDevice.print(out, "sw1" + mode + "#");
            String line = ScriptedDevice.readLine(in, out, true);
            if (line == null) {
                return;
            }
            lines.add(line);
            String special = behaviour.at(line, this, in, out);
            if (special != null) {
                ScriptedDevice.print(out, special);
            } else if (line.startsWith("configure")) {
                mode = "(config)";
                candidate.clear();
                candidate.putAll(running);
            } else if (line.equals("end") || line.equals("abort")) {
                mode = "";
                candidate.clear();
                candidate.putAll(running);
            } else if (line.equals("commit")) {
                commit(candidate);
            } else if (line.startsWith("copy ")) {
                ask("Destination filename [startup-config]? ", in, out);
                save();
                ScriptedDevice.print(out, "Building configuration...\r\n[OK]\r\n");
            } else if (line.startsWith("vlan ")) {
                vlan = line.substring(5);
                edited.putIfAbsent(vlan, "VLAN" + vlan);
            } else if (line.startsWith("name ")) {
                edited.put(vlan, line.substring(5));
            } else if (line.startsWith("no vlan ")) {
                edited.remove(line.substring(8));
            } else if (line.startsWith("show vlan id ")) {
                String id = line.substring(13);
                ScriptedDevice.print(out, running.containsKey(id)
                        ? "%s   %s    active\r\n".formatted(id, running.get(id)) : "VLAN id " + id + " not found\r\n");
            }
        }
    }
}
