package lifeboat.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The image is built from all modules; there is no engine here that would say so. */
class DockerfileTest {

    private static final Path HOME = Path.of("..");

    @Test
    void copiesEachModule() throws IOException {
        String parent = Files.readString(HOME.resolve("pom.xml"));
        List<String> copies = Pattern.compile("<module>(\\w+)</module>").matcher(parent).results()
                .map((MatchResult module) -> "COPY %1$s %1$s".formatted(module.group(1))).toList();

        assertThat(copies).hasSizeGreaterThan(5);
        assertThat(Files.readAllLines(HOME.resolve("docker/Dockerfile"))).containsAll(copies);
    }
}
