package lifeboat.trial.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camunda.client.CamundaClient;
import io.camunda.client.api.search.enums.UserTaskState;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.client.api.search.response.UserTask;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lifeboat.app.controller.LoopbackAddress;
import lifeboat.trial.lab.LabProcess;
import lifeboat.workers.bpmn.BpmnNames.ProcessId;
import lifeboat.workers.bpmn.BpmnNames.SessionMigrationElement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** An operator at Tasklist and Cockpit, in headless Chromium, where Debian's packages of it are installed. */
@EnabledIf("hasBrowser")
class WebApplicationsIT {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final Pattern LOGIN = Pattern.compile("user (\\S+), password (\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private LabProcess lab;
    private Command controller;
    private CamundaClient client;
    private ChromeDriver browser;
    private String address;

    static boolean hasBrowser() {
        return CHROMIUM.exists() && DRIVER.exists();
    }

    @BeforeEach
    void start() throws Exception {
        lab = LabProcess.start(folder.resolve("lab"), 0.2);
        int grpc = LoopbackAddress.free().getPort();
        int rest = LoopbackAddress.free().getPort();
        address = "http://127.0.0.1:" + rest;
        controller = Command.start(folder, "run", "--open", "--inventory", lab.inventory().toString(), "--data",
                folder.resolve("data").toString(), "--grpc", "http://127.0.0.1:" + grpc, "--rest", address);
        await().atMost(PATIENCE).until(() -> controller.output().contains("The controller runs"));
        client = CamundaClient.newClientBuilder().grpcAddress(URI.create("http://127.0.0.1:" + grpc))
                .restAddress(URI.create(address)).build();
        browser = new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(DRIVER)
                        .build(),
                new ChromeOptions().setBinary(CHROMIUM).addArguments("--headless=new", "--no-sandbox",
                        "--disable-dev-shm-usage", "--window-size=1500,1000"));
        Files.createDirectories(SCREENSHOTS);
    }

    @AfterEach
    void stop() throws Exception {
        browser.quit();
        client.close();
        controller.close();
        lab.close();
    }

    @Test
    void startsAMigrationFromTasklistSeesItInCockpitAndWorksAUserTask() throws Exception {
        logIn("tasklist");
        startMigration("main");
        correctIt();
        ProcessInstance migration = await().atMost(PATIENCE).until(() -> client.newProcessInstanceSearchRequest()
                .filter(f -> f.processDefinitionId(ProcessId.SESSION_MIGRATION)).send().join().items(),
                found -> !found.isEmpty()).get(0);
        showInCockpit(migration.getProcessInstanceKey());
        workUserTask();
        awaitEnd(migration);
    }

    private void logIn(String application) throws IOException {
        Matcher login = LOGIN.matcher(controller.output());
        assertThat(login.find()).isTrue();
        browser.get(address + "/operaton/app/" + application + "/default/");
        visible(By.cssSelector("input[type=password]"));
        visible(By.cssSelector("form input[type=text]")).sendKeys(login.group(1));
        visible(By.cssSelector("input[type=password]")).sendKeys(login.group(2));
        visible(By.cssSelector("form button[type=submit]")).click();
    }

    private void choose(String field, String entry) throws IOException {
        clickable(By.cssSelector("[id*=%s]".formatted(field))).click();
        clickable(By.xpath("//*[contains(@class, 'fjs-dropdownlist-item')][normalize-space()='%s']".formatted(entry)))
                .click();
    }

    private void startMigration(String targetSite) throws IOException {
        clickable(By.cssSelector("a.start-process-action, .start-process-action a")).click();
        clickable(By.partialLinkText("Session")).click();
        choose("Field_Service", "video");
        choose("Field_TargetSite", targetSite);
        visible(By.cssSelector("textarea[id*=Field_Reason]")).sendKeys("flood warning");
        visible(By.cssSelector("input[id*=Field_LightPath]")).click();
        screenshot("tasklist-start-form");
        clickable(By.xpath("//button[normalize-space()='Start']")).click();
    }

    /** It runs at that site already. */
    private void correctIt() throws IOException {
        UserTask task = await().atMost(PATIENCE).until(() -> client.newUserTaskSearchRequest()
                .filter(f -> f.elementId(SessionMigrationElement.Task_Refused)).send().join().items(),
                found -> !found.isEmpty()).get(0);
        browser.get("%s/operaton/app/tasklist/default/#/?task=%d".formatted(address, task.getUserTaskKey()));
        clickable(By.xpath("//button[contains(., 'Claim')]")).click();
        assertThat(visible(By.cssSelector("textarea[id*=Field_Why]")).getDomProperty("value"))
                .isEqualTo("Service video runs at site main already.");
        choose("Field_TargetSite", "backup");
        screenshot("tasklist-migration-refused");
        WebElement complete = clickable(By.xpath("//button[normalize-space()='Complete']"));
        browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", complete);
        complete.click();
    }

    private void showInCockpit(long key) throws IOException {
        browser.get("%s/operaton/app/cockpit/default/#/process-instance/%d/runtime".formatted(address, key));
        visible(By.cssSelector("svg [data-element-id=SubProcess_Main]"));
        visible(By.cssSelector(".djs-overlay .badge, .djs-overlays .badge"));
        screenshot("cockpit-migration");
    }

    private void workUserTask() throws IOException {
        client.newDeployResourceCommand()
                .addResourceStringUtf8("""
                        {"id": "approval", "type": "default", "schemaVersion": 16, "components": [
                          {"id": "Field_Subject", "key": "service", "label": "Service", "type": "textfield"},
                          {"id": "Field_Answer", "key": "answer", "label": "Answer", "type": "textfield"}]}
                        """, "approval.form")
                .addProcessModel(Bpmn.createExecutableProcess("approval").startEvent()
                        .userTask("Approve", t -> t.zeebeUserTask().zeebeFormId("approval")).endEvent().done(),
                        "approval.bpmn").send().join();
        long instance = client.newCreateInstanceCommand().bpmnProcessId("approval").latestVersion()
                .variables(Map.of("service", "video")).send().join().getProcessInstanceKey();
        UserTask task = await().until(() -> client.newUserTaskSearchRequest()
                .filter(f -> f.processInstanceKey(instance)).send().join().items(), found -> !found.isEmpty()).get(0);

        browser.get("%s/operaton/app/tasklist/default/#/?task=%d".formatted(address, task.getUserTaskKey()));
        clickable(By.xpath("//button[contains(., 'Claim')]")).click();
        assertThat(visible(By.cssSelector("input[id*=Field_Subject]")).getDomProperty("value")).isEqualTo("video");
        visible(By.cssSelector("input[id*=Field_Answer]")).sendKeys("yes");
        screenshot("tasklist-user-task");
        clickable(By.xpath("//button[normalize-space()='Complete']")).click();

        await().atMost(PATIENCE).until(() -> client.newUserTaskGetRequest(task.getUserTaskKey()).send().join()
                .getState() == UserTaskState.COMPLETED);
        assertThat(client.newVariableSearchRequest().filter(f -> f.processInstanceKey(instance).name("answer")).send()
                .join().items()).singleElement().satisfies(v -> assertThat(v.getValue()).isEqualTo("\"yes\""));
    }

    private void awaitEnd(ProcessInstance migration) {
        await().atMost(PATIENCE).until(() -> client.newProcessInstanceGetRequest(migration.getProcessInstanceKey())
                .send().join().getEndDate() != null);
    }

    private WebElement visible(By by) throws IOException {
        return wait(ExpectedConditions.visibilityOfElementLocated(by));
    }

    private WebElement clickable(By by) throws IOException {
        return wait(ExpectedConditions.elementToBeClickable(by));
    }

    private WebElement wait(ExpectedCondition<WebElement> condition) throws IOException {
        try {
            return new WebDriverWait(browser, PATIENCE).until(condition);
        } catch (TimeoutException e) {
            screenshot("failure");
            throw e;
        }
    }

    private void screenshot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
