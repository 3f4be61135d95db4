package lifeboat.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The report that Camunda Process Test wrote: its process tests must have been everywhere. */
class ProcessCoverageIT {

    private static final File REPORT = new File("target/coverage-report/report.json");

    @Test
    void everyElementAndFlowOfEveryProcessWasEntered() throws IOException {
        assertThat(REPORT).as("written by the process tests, which run before").exists();
        JsonNode coverages = new ObjectMapper().readTree(REPORT).path("coverages");

        assertThat(coverages).hasSize(new File("../workflows")
                .list((folder, name) -> name.endsWith(".bpmn")).length);
        assertThat(coverages).allSatisfy(process -> assertThat(process.path("coverage").asDouble())
                .as(process.path("processDefinitionId").asText()).isEqualTo(1.0));
    }
}
