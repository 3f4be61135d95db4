package lifeboat.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's catalogue of what devices do names tests that there are. */
class CatalogueTest {

    private static final Pattern NAME = Pattern.compile("`([a-z]\\w+)`");
    private static final Pattern TEST = Pattern.compile("@(?:Parameterized)?Test\\b.*?\\bvoid (\\w+)\\(",
            Pattern.DOTALL);
    private static final int PROMISED = 40;

    @Test
    void namesTestsThatThereAre() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String catalogue = readme.substring(readme.indexOf("## What devices do"), readme.indexOf("## Real servers"));
        Set<String> named = catalogue.lines().filter(line -> line.startsWith("|"))
                .flatMap(line -> NAME.matcher(line).results()).map(match -> match.group(1)).collect(Collectors.toSet());

        assertThat(tests()).containsAll(named);
        assertThat(named).hasSizeGreaterThan(PROMISED);
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java")).map(CatalogueTest::text)
                    .flatMap(text -> TEST.matcher(text).results()).map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
