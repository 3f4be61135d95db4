package lifeboat.pmc.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import lifeboat.pmc.CommandRefused;

/**
 * Asks the neighbours who has an address, and tells them where it is now (RFC 5227, ARP probe and announcement). Java
 * has no raw sockets, and arping waits for a second before it ends, so perl, which every Debian has, sends the frames.
 * It is started once: a process start would be time in the freeze window.
 */
final class Arp {

    /** How long an answer to a probe may take; the neighbours are in the same VLAN. */
    private static final String PROBE_SECONDS = "0.015";

    private static final String PROGRAM = "arp.pl";

    private final String networkInterface;
    private Process speaker;
    private PrintWriter questions;
    private BufferedReader answers;

    Arp(String networkInterface) {
        this.networkInterface = networkInterface;
    }

    /** @return the hardware address of the host that has the address; empty if nobody answers */
    String probe(String address) throws CommandRefused {
        return say("probe " + address);
    }

    void announce(String address) throws CommandRefused {
        say("announce " + address);
    }

    private synchronized String say(String line) throws CommandRefused {
        try {
            if (speaker == null || !speaker.isAlive()) {
                start();
            }
            questions.println(line);
            String answer = answers.readLine();
            if (answer == null || !answer.startsWith("ok")) {
                throw new CommandRefused("ARP on %s: %s".formatted(networkInterface, answer));
            }
            return answer.substring("ok".length()).strip();
        } catch (IOException e) {
            throw new CommandRefused("ARP on %s: %s".formatted(networkInterface, e.getMessage()));
        }
    }

    /** Starts what speaks ARP, so that nobody has to wait for it later. */
    synchronized void warmUp() throws CommandRefused {
        try {
            start();
        } catch (IOException e) {
            throw new CommandRefused("ARP on %s: %s".formatted(networkInterface, e.getMessage()));
        }
    }

    private void start() throws IOException {
        speaker = new ProcessBuilder("perl", "-e", program(), networkInterface, PROBE_SECONDS)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        questions = new PrintWriter(speaker.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = speaker.inputReader(StandardCharsets.US_ASCII);
        if (answers.readLine() == null) {
            throw new IOException("perl cannot open a raw socket, see this server's log");
        }
    }

    private static String program() throws IOException {
        try (InputStream program = Arp.class.getResourceAsStream(PROGRAM)) {
            return new String(program.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
