package lifeboat.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Draws the picture in {@code docs/architecture.md} from the classes: modules, their packages, and the arrows between
 * modules. With {@code -Ddraw} it is written; without, it has to be there.
 */
class ArchitecturePictureTest {

    private static final Path PAGE = Path.of("..", "docs", "architecture.md");

    @Test
    void isWhatTheClassesAre() throws IOException {
        String picture = "```mermaid\n" + picture() + "```";
        if (System.getProperty("draw") != null) {
            Files.writeString(PAGE, Files.readString(PAGE).replaceFirst("(?s)```mermaid\n.*?```", picture));
        }

        assertThat(Files.readString(PAGE)).as("draw it anew: mvn -pl trial surefire:test "
                + "-Dtest=ArchitecturePictureTest -Ddraw").contains(picture);
    }

    private static String picture() {
        Map<String, TreeSet<String>> packages = new TreeMap<>();
        TreeSet<String> arrows = new TreeSet<>();
        for (JavaClass type : ModuleArrowsTest.CLASSES) {
            String[] names = type.getPackageName().split("\\.");
            packages.computeIfAbsent(names[1], module -> new TreeSet<>()).add(names.length > 2 ? names[2] : "");
            type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass)
                    .filter(target -> target.getPackageName().startsWith("lifeboat."))
                    .map(target -> target.getPackageName().split("\\.")[1])
                    .filter(module -> !module.equals(names[1]))
                    .forEach(module -> arrows.add("  %s --> %s\n".formatted(names[1], module)));
        }
        String boxes = packages.entrySet().stream().map(module -> "  %1$s[\"<b>%1$s</b><br/>%2$s\"]\n".formatted(
                module.getKey(), module.getValue().stream().filter(name -> !name.isEmpty())
                        .collect(Collectors.joining(", ")))).collect(Collectors.joining());
        return "flowchart TD\n" + boxes + String.join("", arrows);
    }
}
