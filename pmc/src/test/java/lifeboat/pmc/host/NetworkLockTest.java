package lifeboat.pmc.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lifeboat.pmc.transfer.Image;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes are frozen on one server: what becomes of one of them does not concern the other's users. */
@Tag("real-kernel")
class NetworkLockTest {

    @TempDir
    private Path folder;

    /** The rules are the kernel's, in a network namespace of the process that does all this. */
    @Test
    void liftsNoRulesButThoseOfTheImage() throws Exception {
        Process inside = new ProcessBuilder("unshare", "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), NetworkLockTest.class.getName(), folder.toString())
                .redirectErrorStream(true).start();
        String said = new String(inside.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(inside.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.startsWith("table")).map(NetworkLockTest::withoutSpaces))
                .as(said).containsExactly("tableinetCRIU-one{", "tableinetCRIU-two{",
                        "tableinetCRIU-two{", "tableinetCRIU-two{", "tableinetCRIU-two{", "tableinetCRIU-one{");
    }

    private static String withoutSpaces(String line) {
        return line.replace(" ", "");
    }

    /** What happens in the namespace; it prints the rules as they are after each step. */
    public static void main(String[] arguments) throws Exception {
        Programs programs = new Programs(Duration.ofSeconds(10));
        NetworkLock lock = new NetworkLock(programs);
        Image one = frozen(programs, lock, Path.of(arguments[0]), "one");
        Image two = frozen(programs, lock, Path.of(arguments[0]), "two");
        show(programs);
        lock.lift(one);
        show(programs);
        lock.liftAllBut(List.of(two));
        show(programs);
        lock.load(one);
        show(programs);
    }

    private static Image frozen(Programs programs, NetworkLock lock, Path folder, String id) throws Exception {
        Image image = new Image(Files.createDirectory(folder.resolve(id)));
        Files.writeString(image.folder().resolve("inventory.img"), "dump " + id);
        programs.run(List.of("nft", "add", "table", "inet", "CRIU-" + id));
        lock.save(image);
        return image;
    }

    private static void show(Programs programs) throws Exception {
        System.out.println(programs.run(List.of("nft", "list", "ruleset")));
    }
}
