package lifeboat.embedded;

import static java.util.Map.entry;
import static lifeboat.embedded.RunningEngine.eventually;
import static lifeboat.embedded.RunningEngine.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camunda.client.api.response.ActivatedJob;
import io.camunda.client.api.response.EvaluatedDecisionInput;
import io.camunda.client.api.response.EvaluatedDecisionOutput;
import io.camunda.client.api.search.enums.ElementInstanceType;
import io.camunda.client.api.search.enums.IncidentErrorType;
import io.camunda.client.api.search.enums.JobState;
import io.camunda.client.api.search.response.DecisionInstanceState;
import io.camunda.client.api.search.response.ProcessInstance;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks other than plain service tasks, and activities that run several times or elsewhere. */
interface ActivityBehaviours {

    RunningEngine engine();

    @Test
    default void tellsTheJobsThatAreNotDone() {
        engine().deploy(process("openjobs", s -> s.serviceTask("Task", t -> t.zeebeJobType("openjobs"))));
        long key = engine().start("openjobs", Map.of());
        engine().client().newFailCommand(engine().job("openjobs")).retries(0).errorMessage("no").send().join();

        eventually(() -> assertThat(engine().client().newJobSearchRequest().filter(f -> f.processInstanceKey(key))
                .send().join()
                .items()).singleElement().satisfies(job -> {
                    assertThat(job.getState()).isEqualTo(JobState.FAILED);
                    assertThat(job.getType()).isEqualTo("openjobs");
                    assertThat(job.getErrorMessage()).isEqualTo("no");
                    assertThat(job.getRetries()).isZero();
                }));
    }

    @Test
    default void runsAScriptInFeel() {
        engine().deploy(process("script", s -> s
                .scriptTask("Sum", t -> t.zeebeExpression("a + b").zeebeResultVariable("sum"))
                .serviceTask("After", t -> t.zeebeJobType("script-after"))));
        engine().start("script", Map.of("a", 40, "b", 2));

        assertThat(engine().job("script-after").getVariable("sum")).isEqualTo(42);
    }

    @Test
    default void mapsTheResultOfAScript() {
        engine().deploy(process("scriptmap", s -> s
                .scriptTask("Sum", t -> t.zeebeExpression("[1, 2]").zeebeResultVariable("raw")
                        .zeebeOutputExpression("raw[2]", "second"))
                .serviceTask("After", t -> t.zeebeJobType("scriptmap-after"))));
        engine().start("scriptmap", Map.of());

        assertThat(engine().job("scriptmap-after").getVariablesAsMap()).containsExactly(entry("second", 2));
    }

    @Test
    default void raisesAnIncidentForAScriptThatFails() {
        engine().deploy(process("badscript", s -> s
                .scriptTask("Check", t -> t.zeebeExpression("assert(x, x != null)").zeebeResultVariable("y"))));
        long key = engine().start("badscript", Map.of());

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR);
        engine().client().newSetVariablesCommand(key).variables(Map.of("x", 1)).send().join();
        engine().resolve(key);
        engine().awaitCompletion(key);
    }

    @Test
    default void givesASendTaskToAWorker() {
        engine().deploy(process("sends", s -> s.sendTask("Send", t -> t.zeebeJobType("sends"))));
        long key = engine().start("sends", Map.of());

        engine().complete("sends");

        eventually(() -> assertThat(engine().types(key)).containsEntry("Send", ElementInstanceType.SEND_TASK));
    }

    @Test
    default void givesScriptAndBusinessRuleTasksWithAJobTypeToAWorker() {
        engine().deploy(process("asjobs", s -> s.scriptTask("Script", t -> t.zeebeJobType("asjobs-script"))
                .businessRuleTask("Rule", t -> t.zeebeJobType("asjobs-rule"))));
        long key = engine().start("asjobs", Map.of());

        engine().complete("asjobs-script", "asjobs-rule");

        engine().awaitCompletion(key);
    }

    @Test
    default void runsOneInstanceForEachItemAtOnce() {
        engine().deploy(process("parallelmi", s -> s.serviceTask("Each", t -> t.zeebeJobType("parallelmi")
                        .multiInstance(m -> m.parallel().zeebeInputCollectionExpression("names")
                                .zeebeInputElement("name").zeebeOutputCollection("lengths")
                                .zeebeOutputElementExpression("length")))
                .serviceTask("After", t -> t.zeebeJobType("parallelmi-after"))));
        long key = engine().start("parallelmi", Map.of("names", List.of("a", "bb", "ccc")));

        List<ActivatedJob> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(0, engine().job("parallelmi"));
        }
        Set<Object> counters = new TreeSet<>();
        for (ActivatedJob job : jobs) {
            counters.add(job.getVariable("loopCounter"));
            engine().complete(job, Map.of("length", ((String) job.getVariable("name")).length()));
        }

        ActivatedJob after = engine().job("parallelmi-after");
        assertThat(counters).containsExactly(1, 2, 3);
        assertThat(after.getVariablesAsMap()).containsEntry("lengths", List.of(1, 2, 3))
                .doesNotContainKeys("name", "length", "loopCounter", "nrOfInstances");
        eventually(() -> assertThat(engine().elements(key)).filteredOn(e -> e.getElementId().equals("Each"))
                .extracting(e -> e.getType()).containsExactlyInAnyOrder(ElementInstanceType.MULTI_INSTANCE_BODY,
                        ElementInstanceType.SERVICE_TASK, ElementInstanceType.SERVICE_TASK,
                        ElementInstanceType.SERVICE_TASK));
    }

    @Test
    default void runsOneInstanceAfterTheOther() {
        engine().deploy(process("sequentialmi", s -> s.subProcess("Each", sub -> sub
                .multiInstance(m -> m.sequential().zeebeInputCollectionExpression("items").zeebeInputElement("item")
                        .zeebeOutputCollection("results").zeebeOutputElementExpression("item * loopCounter")))
                .embeddedSubProcess().startEvent().serviceTask("Work", t -> t.zeebeJobType("sequentialmi")).endEvent()
                .subProcessDone().serviceTask("After", t -> t.zeebeJobType("sequentialmi-after"))));
        engine().start("sequentialmi", Map.of("items", List.of(5, 6)));

        ActivatedJob first = engine().job("sequentialmi");
        assertThat(first.getVariablesAsMap()).contains(entry("item", 5), entry("loopCounter", 1));
        assertThat(engine().client().newActivateJobsCommand().jobType("sequentialmi").maxJobsToActivate(1)
                .requestTimeout(Duration.ofMillis(300)).send().join().getJobs()).isEmpty();
        engine().complete(first, Map.of());
        engine().complete("sequentialmi");

        assertThat(engine().job("sequentialmi-after").getVariable("results")).isEqualTo(List.of(5, 12));
    }

    @Test
    default void passesAnEmptyCollectionAndCollectsNothing() {
        engine().deploy(process("emptymi", s -> s.serviceTask("Each", t -> t.zeebeJobType("emptymi")
                        .multiInstance(m -> m.parallel().zeebeInputCollectionExpression("[]")
                                .zeebeOutputCollection("results").zeebeOutputElementExpression("1")))
                .serviceTask("After", t -> t.zeebeJobType("emptymi-after"))));
        engine().start("emptymi", Map.of());

        assertThat(engine().job("emptymi-after").getVariable("results")).isEqualTo(List.of());
    }

    @Test
    default void stopsOnceTheCompletionConditionHolds() {
        engine().deploy(process("enough", s -> s.serviceTask("Each", t -> t.zeebeJobType("enough")
                .multiInstance(m -> m.parallel().zeebeInputCollectionExpression("[1, 2, 3]")
                        .completionCondition("=numberOfCompletedInstances >= 2")))));
        long key = engine().start("enough", Map.of());

        engine().complete("enough", "enough");

        engine().awaitCompletion(key);
    }

    @Test
    default void raisesAnIncidentForAnInputCollectionThatIsNone() {
        engine().deploy(process("badmi", s -> s.serviceTask("Each", t -> t.zeebeJobType("badmi")
                .multiInstance(m -> m.parallel().zeebeInputCollectionExpression("items")))));
        long key = engine().start("badmi", Map.of("items", "none"));

        assertThat(engine().incident(key)).satisfies(incident -> {
            assertThat(incident.getErrorType()).isEqualTo(IncidentErrorType.EXTRACT_VALUE_ERROR);
            assertThat(incident.getElementId()).isEqualTo("Each");
            assertThat(incident.getErrorMessage()).contains("'ARRAY', but was 'STRING'");
        });
    }

    @Test
    default void interruptsEveryInstanceByABoundaryEvent() {
        engine().deploy(Bpmn.createExecutableProcess("mistop").startEvent()
                .serviceTask("Each", t -> t.zeebeJobType("mistop").multiInstance(m -> m.parallel()
                        .zeebeInputCollectionExpression("[1, 2]")))
                .boundaryEvent("Refused", b -> b.error("REFUSED"))
                .serviceTask("Undo", t -> t.zeebeJobType("mistop-undo")).endEvent()
                .moveToActivity("Each").endEvent().done());
        engine().start("mistop", Map.of());
        ActivatedJob one = engine().job("mistop");
        ActivatedJob other = engine().job("mistop");

        engine().client().newThrowErrorCommand(one).errorCode("REFUSED").send().join();

        engine().complete("mistop-undo");
        assertThatThrownBy(() -> engine().complete(other, Map.of())).hasMessageContaining("NOT_FOUND");
    }

    @Test
    default void callsAnotherProcess() {
        engine().deploy(process("called", s -> s.serviceTask("Inside", t -> t.zeebeJobType("called"))));
        engine().deploy(process("calls", s -> s.callActivity("Call", c -> c.zeebeProcessId("called"))
                .serviceTask("After", t -> t.zeebeJobType("calls-after"))));
        long key = engine().start("calls", Map.of("service", "video"));

        ActivatedJob inside = engine().job("called");
        assertThat(inside.getVariable("service")).isEqualTo("video");
        ProcessInstance child = await().until(() -> engine().client().newProcessInstanceSearchRequest()
                .filter(f -> f.parentProcessInstanceKey(key)).send().join().items(), found -> !found.isEmpty()).get(0);
        assertThat(child.getProcessInstanceKey()).isEqualTo(inside.getProcessInstanceKey());
        eventually(() -> assertThat(engine().elements(key)).anySatisfy(element -> {
            assertThat(element.getType()).isEqualTo(ElementInstanceType.CALL_ACTIVITY);
            assertThat(element.getElementInstanceKey()).isEqualTo(child.getParentElementInstanceKey());
        }));
        engine().complete(inside, Map.of("result", 7));
        assertThat(engine().job("calls-after").getVariable("result")).isEqualTo(7);
    }

    @Test
    default void bringsBackWhatAnInputMappingGaveTheCalledProcess() {
        engine().deploy(process("gets-b", s -> s.manualTask()));
        engine().deploy(process("gives-b", s -> s.callActivity("Call", c -> c.zeebeProcessId("gets-b")
                .zeebePropagateAllParentVariables(false).zeebeInputExpression("a", "b"))
                .serviceTask("After", t -> t.zeebeJobType("gave-b"))));
        engine().start("gives-b", Map.of("a", 1));

        assertThat(engine().job("gave-b").getVariablesAsMap()).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    default void keepsTheVariablesOfACalledProcessApartWhereThatIsWanted() {
        engine().deploy(process("apart", s -> s.serviceTask("Inside", t -> t.zeebeJobType("apart"))));
        engine().deploy(process("callsapart", s -> s.callActivity("Call", c -> c.zeebeProcessId("apart")
                        .zeebePropagateAllParentVariables(false).zeebePropagateAllChildVariables(false)
                        .zeebeInputExpression("wanted", "given").zeebeOutputExpression("result", "answer"))
                .serviceTask("After", t -> t.zeebeJobType("callsapart-after"))));
        engine().start("callsapart", Map.of("wanted", 1, "secret", 2));

        ActivatedJob inside = engine().job("apart");
        assertThat(inside.getVariablesAsMap()).containsExactly(entry("given", 1));
        engine().complete(inside, Map.of("result", 7, "noise", 8));
        assertThat(engine().job("callsapart-after").getVariablesAsMap())
                .containsOnly(entry("wanted", 1), entry("secret", 2), entry("answer", 7));
    }

    @Test
    default void catchesAnErrorFromACalledProcess() {
        engine().deploy(process("calledfails", s -> s.serviceTask("Inside", t -> t.zeebeJobType("calledfails"))));
        engine().deploy(Bpmn.createExecutableProcess("callsfailing").startEvent()
                .callActivity("Call", c -> c.zeebeProcessId("calledfails"))
                .boundaryEvent("Failed", b -> b.error("BROKEN"))
                .serviceTask("Undo", t -> t.zeebeJobType("callsfailing-undo")).endEvent()
                .moveToActivity("Call").endEvent().done());
        engine().start("callsfailing", Map.of());

        engine().client().newThrowErrorCommand(engine().job("calledfails")).errorCode("BROKEN").send().join();

        engine().complete("callsfailing-undo");
    }

    @Test
    default void raisesAnIncidentForACalledProcessThatIsNotThere() {
        engine().deploy(process("callsnobody", s -> s.callActivity("Call", c -> c.zeebeProcessId("nobody-home"))));
        long key = engine().start("callsnobody", Map.of());

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.CALLED_ELEMENT_ERROR);
    }

    @Test
    default void cancelsWhatAProcessCalled() {
        engine().deploy(process("calledcancel", s -> s.serviceTask("Inside", t -> t.zeebeJobType("calledcancel"))));
        engine().deploy(process("callscancel", s -> s.callActivity("Call", c -> c.zeebeProcessId("calledcancel"))));
        long key = engine().start("callscancel", Map.of());
        ActivatedJob inside = engine().job("calledcancel");

        engine().client().newCancelInstanceCommand(key).send().join();

        assertThatThrownBy(() -> engine().complete(inside, Map.of())).hasMessageContaining("NOT_FOUND");
    }

    @Test
    default void mapsNothingOutOfATaskThatIsInterrupted() {
        engine().deploy(Bpmn.createExecutableProcess("nomap").startEvent()
                .serviceTask("Task", t -> t.zeebeJobType("nomap").zeebeOutputExpression("1", "mapped"))
                .boundaryEvent("Refused", b -> b.error("REFUSED"))
                .serviceTask("Undo", t -> t.zeebeJobType("nomap-undo")).endEvent()
                .moveToActivity("Task").endEvent().done());
        engine().start("nomap", Map.of());

        engine().client().newThrowErrorCommand(engine().job("nomap")).errorCode("REFUSED").send().join();

        assertThat(engine().job("nomap-undo").getVariablesAsMap()).doesNotContainKey("mapped");
    }

    @Test
    default void decidesByATable() {
        engine().deployDecision(Dmn.table("decides", "UNIQUE", "\"main\"", "1", "\"backup\"", "2"));
        engine().deploy(process("decides", s -> s
                .businessRuleTask("Decide", t -> t.zeebeCalledDecisionId("decides").zeebeResultVariable("order"))
                .serviceTask("After", t -> t.zeebeJobType("decides-after"))));
        long key = engine().start("decides", Map.of("site", "backup"));

        assertThat(engine().job("decides-after").getVariable("order")).isEqualTo(2);
        var instance = await().until(() -> engine().client().newDecisionInstanceSearchRequest()
                .filter(f -> f.processInstanceKey(key)).send().join().items(), found -> !found.isEmpty()).get(0);
        assertThat(instance.getDecisionDefinitionId()).isEqualTo("decides");
        var told = await().ignoreExceptions().until(() -> engine().client().newDecisionInstanceGetRequest(
                instance.getDecisionInstanceId()).send().join(), found -> true);
        assertThat(told.getResult()).isEqualTo("2");
        assertThat(told.getEvaluatedInputs()).singleElement()
                .satisfies(input -> assertThat(input.getInputValue()).isEqualTo("\"backup\""));
        assertThat(told.getMatchedRules()).singleElement()
                .satisfies(rule -> assertThat(rule.getRuleIndex()).isEqualTo(2));
    }

    @Test
    default void tellsADecisionAsItsTableHasIt() {
        engine().deployDecision("""
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="inorder_requirements" name="d"
                    namespace="n"><decision id="inorder" name="In order"><decisionTable id="t">
                  <input id="z"><inputExpression id="e1"><text>1</text></inputExpression></input>
                  <input id="a" label="A"><inputExpression id="e2"><text>2</text></inputExpression></input>
                  <output id="y" name="y"/><output id="b" name="b"/>
                  <rule id="r"><inputEntry id="i1"><text>1</text></inputEntry>
                    <inputEntry id="i2"><text>2</text></inputEntry>
                    <outputEntry id="o1"><text>3</text></outputEntry><outputEntry id="o2"><text>4</text></outputEntry>
                  </rule></decisionTable></decision><decision id="unnamed" name="Unnamed"><decisionTable id="ut">
                  <input id="u"><inputExpression id="ue"><text>1</text></inputExpression></input>
                  <output id="uo"/>
                  <rule id="ur"><inputEntry id="ui"><text>1</text></inputEntry>
                    <outputEntry id="uoe"><text>3</text></outputEntry></rule></decisionTable></decision></definitions>
                """);

        assertThat(engine().evaluate("unnamed", Map.of()).getEvaluatedDecisions().get(0).getMatchedRules().get(0)
                .getEvaluatedOutputs()).singleElement().extracting(EvaluatedDecisionOutput::getOutputName).isEqualTo("");
        var evaluated = engine().evaluate("inorder", Map.of());

        var decision = evaluated.getEvaluatedDecisions().get(0);
        assertThat(decision.getEvaluatedInputs()).extracting(EvaluatedDecisionInput::getInputId)
                .containsExactly("z", "a");
        assertThat(decision.getMatchedRules().get(0).getEvaluatedOutputs())
                .extracting(EvaluatedDecisionOutput::getOutputName).containsExactly("y", "b");
        eventually(() -> assertThat(engine().client().newDecisionInstanceGetRequest(
                evaluated.getDecisionEvaluationKey() + "-1").send().join().getDecisionInstanceKey())
                .isEqualTo(evaluated.getDecisionEvaluationKey()));
        eventually(() -> assertThat(engine().client().newDecisionInstanceSearchRequest().filter(f -> f
                .processInstanceKey(-1L).decisionDefinitionId("inorder")).send().join().items()).hasSize(1));
        eventually(() -> assertThat(engine().client().newDecisionInstanceSearchRequest().filter(f -> f
                .processInstanceKey(-1L).state(DecisionInstanceState.EVALUATED).decisionDefinitionId("inorder")).send()
                .join().items()).hasSize(1));
        eventually(() -> assertThat(engine().client().newDecisionDefinitionGetRequest(evaluated.getDecisionKey())
                .send().join().getDmnDecisionName()).isEqualTo("In order"));
        eventually(() -> assertThat(engine().client().newDecisionDefinitionGetXmlRequest(evaluated.getDecisionKey())
                .send().join()).contains("inorder_requirements"));
    }

    @Test
    default void collectsEveryRuleThatMatches() {
        engine().deployDecision(Dmn.table("collects", "COLLECT", "-", "1", "\"main\"", "2"));

        assertThat(engine().evaluate("collects", Map.of("site", "main")).getDecisionOutput()).isEqualTo("[1,2]");
        assertThat(engine().evaluate("collects", Map.of("site", "else")).getDecisionOutput()).isEqualTo("[1]");
    }

    @Test
    default void evaluatesALiteralExpressionByItself() {
        engine().deployDecision(Dmn.literal("twice", "n * 2"));

        var evaluated = engine().evaluate("twice", Map.of("n", 21));

        assertThat(evaluated.getDecisionOutput()).isEqualTo("42");
        assertThat(evaluated.getDecisionId()).isEqualTo("twice");
        assertThat(evaluated.getEvaluatedDecisions()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {"bkm | 8", "context | {\"a\":5}", "list | [5,4]",
        "relation | [{\"a\":5}]", "typed | {\"foo\":\"bar\"}", "typeddate | \"2024-01-01\""})
    default void evaluatesEveryKindOfLogic(String decision, String output) {
        engine().client().newDeployResourceCommand().addResourceFromClasspath("models/" + decision + ".dmn")
                .send().join();

        assertThat(engine().evaluate(decision, Map.of("x", 4)).getDecisionOutput()).isEqualTo(output);
    }

    /** Longer than the engine's columns for names. */
    @Test
    default void decidesByAnInputThatIsALongExpression() {
        String expression = "site" + " + \"\"".repeat(80);
        engine().deployDecision(Dmn.table("wordy", "UNIQUE", "\"main\"", "1").replace(" label=\"site\"", "")
                .replace("<text>site</text>", "<text>" + expression + "</text>"));

        var evaluated = engine().evaluate("wordy", Map.of("site", "main"));

        assertThat(evaluated.getDecisionOutput()).isEqualTo("1");
        assertThat(evaluated.getEvaluatedDecisions().get(0).getEvaluatedInputs().get(0).getInputName())
                .startsWith("site + \"\"").endsWith("...");
    }

    @Test
    default void tellsWhyADecisionFailed() {
        engine().deployDecision(Dmn.table("picky", "UNIQUE", "-", "1", "\"main\"", "2"));

        assertThat(engine().evaluate("picky", Map.of("site", "main")).getFailureMessage())
                .contains("Expected to evaluate decision 'picky'");
        assertThatThrownBy(() -> engine().evaluate("undecided", Map.of()))
                .hasMessageContaining("no decision found for id 'undecided'");
    }

    @Test
    default void raisesAnIncidentForADecisionThatIsNotThere() {
        engine().deploy(process("nodecision", s -> s.businessRuleTask("Decide",
                t -> t.zeebeCalledDecisionId("nothing-decided").zeebeResultVariable("x"))));
        long key = engine().start("nodecision", Map.of());

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.CALLED_DECISION_ERROR);
    }

    @Test
    default void raisesAnIncidentForADecisionThatFails() {
        engine().deployDecision(Dmn.table("torn", "UNIQUE", "-", "1", "\"main\"", "2"));
        engine().deploy(process("torn", s -> s.businessRuleTask("Decide",
                t -> t.zeebeCalledDecisionId("torn").zeebeResultVariable("x"))));
        long key = engine().start("torn", Map.of("site", "main"));

        assertThat(engine().incident(key).getErrorType()).isEqualTo(IncidentErrorType.DECISION_EVALUATION_ERROR);
    }

    @Test
    default void startsWhereItIsTold() {
        engine().deploy(process("midway", s -> s.serviceTask("First", t -> t.zeebeJobType("midway-first"))
                .serviceTask("Second", t -> t.zeebeJobType("midway-second"))));
        long key = engine().client().newCreateInstanceCommand().bpmnProcessId("midway").latestVersion()
                .startBeforeElement("Second").send().join().getProcessInstanceKey();

        engine().complete("midway-second");

        engine().awaitCompletion(key);
        eventually(() -> assertThat(engine().types(key)).doesNotContainKey("First"));
    }

    @Test
    default void modifiesAnInstanceByHand() {
        engine().deploy(process("modified", s -> s.serviceTask("Stuck", t -> t.zeebeJobType("modified-stuck"))
                .serviceTask("Next", t -> t.zeebeJobType("modified-next"))));
        long key = engine().start("modified", Map.of());
        ActivatedJob stuck = engine().job("modified-stuck");

        engine().client().newModifyProcessInstanceCommand(key).activateElement("Next")
                .withVariables(Map.of("skipped", true)).and().terminateElement(stuck.getElementInstanceKey()).send()
                .join();

        ActivatedJob next = engine().job("modified-next");
        assertThat(next.getVariable("skipped")).isEqualTo(true);
        engine().complete(next, Map.of());
        engine().awaitCompletion(key);
        assertThatThrownBy(() -> engine().complete(stuck, Map.of())).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> engine().client().newModifyProcessInstanceCommand(key).activateElement("Next").send()
                .join()).hasMessageContaining("NOT_FOUND");
    }

    @Test
    default void deletesAProcessNobodyRuns() {
        long definition = engine().deploy(process("deleted", s -> s.serviceTask("T", t -> t.zeebeJobType("deleted"))));
        long key = engine().start("deleted", Map.of());
        assertThatThrownBy(() -> engine().client().newDeleteResourceCommand(definition).send().join())
                .hasMessageContaining("instances of it are running");
        engine().client().newCancelInstanceCommand(key).send().join();

        engine().client().newDeleteResourceCommand(definition).send().join();

        assertThatThrownBy(() -> engine().start("deleted", Map.of())).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> engine().client().newDeleteResourceCommand(definition).send().join())
                .hasMessageContaining("no resource found");
    }

    @Test
    default void tellsTheSequenceFlowsThatWereTaken() {
        engine().deploy(Bpmn.createExecutableProcess("flows").startEvent().sequenceFlowId("in")
                .exclusiveGateway("Which").sequenceFlowId("yes").conditionExpression("x > 1").endEvent()
                .moveToLastExclusiveGateway().sequenceFlowId("no").defaultFlow().endEvent().done());
        long key = engine().start("flows", Map.of("x", 2));
        engine().awaitCompletion(key);

        eventually(() -> assertThat(engine().client().newProcessInstanceSequenceFlowsRequest(key).send()
                .join()).extracting(flow -> flow.getElementId()).containsExactlyInAnyOrder("in", "yes"));
    }

    @Test
    default void joinsOnceATokenHasComeByEachFlow() {
        engine().deploy(Bpmn.createExecutableProcess("join-each").startEvent().parallelGateway("Fork")
                .exclusiveGateway("Both").parallelGateway("Join")
                .serviceTask("After", t -> t.zeebeJobType("join-after")).endEvent().moveToNode("Fork").connectTo("Both").moveToNode("Fork")
                .serviceTask("Other", t -> t.zeebeJobType("join-other")).connectTo("Join").done());
        long key = engine().start("join-each", Map.of());

        ActivatedJob other = engine().job("join-other");
        assertThat(engine().client().newActivateJobsCommand().jobType("join-after").maxJobsToActivate(1)
                .requestTimeout(Duration.ofMillis(300)).send().join().getJobs()).isEmpty();
        eventually(() -> assertThat(engine().elements(key)).filteredOn(e -> e.getElementId().equals("Both"))
                .hasSize(2));
        eventually(() -> assertThat(engine().types(key)).doesNotContainKey("Join"));
        engine().complete(other, Map.of());

        engine().complete("join-after");
        eventually(() -> assertThat(engine().types(key)).containsKeys("Join", "After"));
    }

    @Test
    default void goesOnAtAnInclusiveJoinWhenTheOtherBranchEndsElsewhere() {
        engine().deploy(Bpmn.createExecutableProcess("inclusive-end").startEvent()
                .inclusiveGateway("Fork").sequenceFlowId("a").conditionExpression("true")
                .serviceTask("Left", t -> t.zeebeJobType("inclusive-end-left"))
                .inclusiveGateway("Join").serviceTask("After", t -> t.zeebeJobType("inclusive-end-after")).endEvent()
                .moveToNode("Fork").sequenceFlowId("b").conditionExpression("true")
                .serviceTask("Right", t -> t.zeebeJobType("inclusive-end-right"))
                .exclusiveGateway("Which").sequenceFlowId("c").conditionExpression("joins").connectTo("Join")
                .moveToNode("Which").sequenceFlowId("d").conditionExpression("not(joins)").endEvent("Elsewhere")
                .done());
        long key = engine().start("inclusive-end", Map.of("joins", false));

        engine().complete("inclusive-end-left", "inclusive-end-right", "inclusive-end-after");

        engine().awaitCompletion(key);
    }
}
