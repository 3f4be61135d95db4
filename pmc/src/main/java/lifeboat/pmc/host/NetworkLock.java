package lifeboat.pmc.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.pmc.CommandRefused;
import lifeboat.pmc.transfer.Image;

/**
 * The nftables rules by which CRIU keeps the connections of a frozen process silent. They must be on the target before
 * the virtual IP is: a server that has the address but not yet the connection would answer with a reset.
 */
public final class NetworkLock {

    /** The rules' name in an image's folder. */
    static final String FILE = "network-lock.nft";

    private static final String PREFIX = "CRIU-";
    private static final Pattern TABLE = Pattern.compile("(?m)^table (inet CRIU-\\S+) \\{$");

    private final Programs programs;

    public NetworkLock(Programs programs) {
        this.programs = programs;
    }

    /**
     * Writes CRIU's rules for this image into it, if the process had connections. CRIU names them by the identity of
     * its dump, which it also notes in the image.
     */
    public void save(Image image) throws CommandRefused {
        StringBuilder rules = new StringBuilder();
        String inventory = inventory(image);
        for (String table : tables()) {
            if (!inventory.contains(table.substring(PREFIX.length()))) {
                continue;
            }
            rules.append(programs.run(List.of("nft", "list", "table", "inet", table)));
        }
        try {
            Files.writeString(image.folder().resolve(FILE), rules);
        } catch (IOException e) {
            throw new CommandRefused("the network lock cannot be kept: " + e.getMessage());
        }
    }

    /** Puts an image's rules into force. */
    public void load(Image image) throws CommandRefused {
        Path file = image.folder().resolve(FILE);
        if (Files.exists(file) && file.toFile().length() > 0) {
            programs.run(List.of("nft", "-f", file.toString()));
        }
    }

    /** Takes the rules of an image away. */
    public void lift(Image image) throws CommandRefused {
        for (String table : tablesOf(image)) {
            programs.attempt(List.of("nft", "delete", "table", "inet", table));
        }
    }

    /** Takes those rules away that belong to none of these images: a failed dump may leave some. */
    public void liftAllBut(List<Image> images) throws CommandRefused {
        List<String> others = images.stream().flatMap(image -> tablesOf(image).stream()).toList();
        for (String table : tables()) {
            if (!others.contains(table)) {
                programs.attempt(List.of("nft", "delete", "table", "inet", table));
            }
        }
    }

    private static String inventory(Image image) throws CommandRefused {
        try {
            return Files.readString(image.folder().resolve("inventory.img"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new CommandRefused("the image cannot be read: " + e.getMessage());
        }
    }

    private List<String> tables() throws CommandRefused {
        return names(programs.run(List.of("nft", "list", "ruleset")));
    }

    private static List<String> tablesOf(Image image) {
        try {
            Path file = image.folder().resolve(FILE);
            return Files.exists(file) ? names(Files.readString(file)) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<String> names(String rules) {
        Matcher matcher = TABLE.matcher(rules);
        return matcher.results().map(match -> match.group(1).substring("inet ".length())).toList();
    }
}
