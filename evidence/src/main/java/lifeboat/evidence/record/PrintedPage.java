package lifeboat.evidence.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lifeboat.evidence.record.Fact.ClockState;
import lifeboat.evidence.record.Fact.CommandAnswered;
import lifeboat.evidence.record.Fact.ElementPassed;
import lifeboat.evidence.record.Fact.EngineHistory;
import lifeboat.evidence.record.Fact.IncidentRaised;
import lifeboat.evidence.record.Fact.MigrationRequested;
import lifeboat.evidence.record.Fact.ServiceHealth;
import lifeboat.evidence.record.MigrationRecord.StepTry;

/** The evidence of one migration as a page that prints: for an auditor's file, without anything from elsewhere. */
public final class PrintedPage {

    private static final List<String> COMMON = List.of("service", "targetSite", "reason", "requestedBy");
    private static final String STYLE = """
            <style>
            @page { size: A4 landscape; margin: 14mm }
            body { font: 13px/1.4 sans-serif; color: #1c1c1c; max-width: 1120px; margin: 24px auto; padding: 0 16px }
            h1 { font-size: 22px; margin: 0 0 4px } h2 { font-size: 16px; margin: 26px 0 6px; break-after: avoid }
            table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top;
              padding: 3px 8px 3px 0; border-bottom: 1px solid #d8d8d8; overflow-wrap: anywhere }
            tr { break-inside: avoid }
            th { font-weight: 600 } table.facts td:first-child { width: 190px; color: #555 }
            table.commands td { font: 11px/1.35 monospace; white-space: pre-wrap }
            table.commands td:first-child, table.commands td:nth-child(2), table.commands td:nth-child(3)
              { white-space: nowrap; padding-right: 14px }
            table.steps td:nth-child(3), table.steps td:nth-child(4) { white-space: nowrap }
            .piece { display: block; width: 100%; height: auto; margin: 6px 0; break-inside: avoid }
            .good { color: #0b7a3b } .bad { color: #b3261e; font-weight: 600 } .note { color: #555 }
            </style>
            """;

    private final MigrationRecord migration;

    public PrintedPage(MigrationRecord migration) {
        this.migration = migration;
    }

    /**
     * @param bundle the same evidence for programs, which this page is printed from
     * @param picture the diagram; left out if it is not of the file that was executed
     * @param faults what was found when the evidence was checked; none if it is as it was written
     * @return HTML
     */
    public String html(EvidenceBundle bundle, Optional<ProcessPicture> picture, List<String> faults) {
        Html page = new Html();
        String title = "Migration %s of service %s".formatted(migration.migration(), migration.requested("service"));
        page.raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>%s</head><body>"
                .formatted(Html.text(title), STYLE)).raw("<h1>%s</h1>".formatted(Html.text(title)));
        page.paragraph(migration.history().map(EngineHistory::report).orElse("It is %s. %s".formatted(
                migration.outcome(), migration.why()).strip()));
        summary(page);
        people(page);
        timeline(page);
        diagram(page, picture);
        commands(page);
        proof(page, bundle, faults);
        return page.raw("</body></html>").toString();
    }

    private void summary(Html page) {
        Map<?, ?> plan = migration.plan();
        Optional<EngineHistory> history = migration.history();
        page.heading("What happened").table("facts", List.of("", ""))
                .row("Outcome", migration.outcome())
                .row("From, to", "%s, %s".formatted(site(plan, "source"), site(plan, "target")))
                .row("Began, last entry (UTC)", "%s, %s".formatted(migration.start(), migration.end()))
                .row("Recovery time, from the request until the process ran at the target", recoveryTime(history))
                .row("Users waited (freeze window)", migration.freezeWindow().map(PrintedPage::seconds).orElse("-"))
                .row("Strategy", "%s: %s".formatted(Objects.toString(plan.get("strategy"), "-"),
                        Objects.toString(plan.get("strategyReason"), "")));
        migration.images().forEach(image -> page.row("Image, as " + image.device() + " reports",
                "%,d bytes, SHA-256 %s".formatted(image.bytes(), image.sha256())));
        for (String when : List.of(ServiceHealth.BEFORE, ServiceHealth.AFTER)) {
            migration.health(when).ifPresent(health -> page.row("Service " + when, health(health)));
        }
        page.row("Left behind", history.map(EngineHistory::left).filter(left -> !left.isEmpty())
                .map(left -> String.join(" ", left)).orElse(history.isPresent() ? "nothing" : "-"));
        if (!migration.why().isEmpty()) {
            page.row("Why it did not get on", migration.why());
        }
        migration.request().ifPresent(request -> page
                .row("Process", "%s, version %d, BPMN file's SHA-256 %s".formatted(request.process(),
                        request.version(), Objects.toString(request.bpmnSha256(), "not known")))
                .row("Clock", clock(request.clock())));
        page.endTable();
    }

    private String recoveryTime(Optional<EngineHistory> history) {
        String objective = history.map(EngineHistory::objective).map(text -> seconds(Duration.parse(text)))
                .orElse(null);
        String achieved = migration.recoveryTime().map(PrintedPage::seconds).orElse("not achieved");
        if (objective == null) {
            return "objective: none in the inventory; achieved: " + achieved;
        }
        boolean isMet = migration.recoveryTime().map(time -> time.compareTo(Duration.parse(history.get().objective()))
                <= 0).orElse(false);
        return "objective: %s; achieved: %s; %s".formatted(objective, achieved, isMet ? "met" : "missed");
    }

    private static String site(Map<?, ?> plan, String side) {
        return plan.get(side) instanceof Map<?, ?> place ? String.valueOf(place.get("site")) : "-";
    }

    private static String health(ServiceHealth health) {
        return "runs at %s, virtual IP at %s, users in %s%s".formatted(listed(health.runsAt()),
                listed(health.addressAt()), health.users(), health.open().isEmpty() ? ""
                        : ". " + String.join(" ", health.open()));
    }

    private static String listed(List<String> names) {
        return names.isEmpty() ? "no site" : String.join(", ", names);
    }

    private static String clock(ClockState clock) {
        return clock == null ? "-" : "%s%s%s".formatted(clock.source(), clock.synchronised() == null ? ""
                : clock.synchronised() ? ", synchronised" : ", NOT synchronised", clock.offset() == null ? ""
                        : ", off by " + clock.offset());
    }

    private void people(Html page) {
        page.heading("Who, and why").table("facts", List.of("", ""))
                .row("Asked for by", orNobody(migration.requested("requestedBy")))
                .row("Started by", startedBy())
                .row("Reason given", orNobody(migration.requested("reason")));
        migration.request().map(MigrationRequested::variables).orElse(Map.of()).forEach((name, value) -> {
            if (value != null && !COMMON.contains(name)) {
                page.row("Request: " + name, value);
            }
        });
        page.endTable();
        Optional<List<IncidentRaised>> incidents = migration.history().map(EngineHistory::incidents);
        if (migration.people().isEmpty() || incidents.isEmpty() && migration.history().isPresent()) {
            page.paragraph("Whether somebody intervened, or a step waited for an operator, is not known: "
                    + (migration.history().isEmpty() ? "it was not reported." : "the engine did not say."));
        }
        List<String> people = new ArrayList<>(migration.people().orElse(List.of()));
        incidents.orElse(List.of()).forEach(incident -> people.add(
                "%s: step '%s' waited for an operator (%s): %s".formatted(incident.time(), migration.nameOf(incident.step()),
                        incident.state(), incident.message())));
        if (!people.isEmpty()) {
            page.paragraph("Interventions, and steps that waited for an operator:").list(people.stream().sorted()
                    .toList());
        } else if (migration.people().isPresent() && incidents.isPresent()) {
            page.paragraph("Nobody intervened, and no step waited for an operator.");
        }
    }

    private static String orNobody(String text) {
        return text.isBlank() ? "not said" : text;
    }

    private String startedBy() {
        return migration.elements().stream()
                .filter(element -> element.type().equals("start_event")).map(ElementPassed::name).findFirst()
                .orElse("-");
    }

    private void timeline(Html page) {
        page.heading("Timeline").table("steps", List.of("Step", "Result", "Began (UTC)", "Took", "Tries left",
                "Devices"));
        for (StepTry step : migration.tries()) {
            String result = step.ended() == null ? "not recorded" : step.ended().result()
                    + (step.ended().message() == null ? "" : ": " + step.ended().message());
            page.row(migration.nameOf(step.begun().step()), result, step.start().truncatedTo(ChronoUnit.MILLIS),
                    step.end() == null ? "-" : seconds(Duration.between(step.start(), step.end())),
                    step.begun().triesLeft(), String.join(", ", step.commands().stream()
                            .map(CommandAnswered::device).distinct().toList()));
        }
        page.endTable();
    }

    private void diagram(Html page, Optional<ProcessPicture> picture) {
        page.heading("The way through the process");
        String executed = migration.request().map(MigrationRequested::bpmnSha256).orElse("");
        if (picture.filter(drawn -> drawn.bpmnSha256().equals(executed)).isPresent()) {
            page.raw("<p class=\"note\">Green: passed. Blue: at it when this was written. Red: broken off.</p>");
            page.raw(picture.get().of(migration));
        } else {
            page.paragraph("There is no picture of the BPMN file that was executed here.");
        }
    }

    private void commands(Html page) {
        page.heading("Commands, and what the devices answered");
        for (StepTry step : migration.tries()) {
            if (!step.commands().isEmpty()) {
                page.raw("<h3>%s</h3>".formatted(Html.text(migration.nameOf(step.begun().step())))).table("commands", List.of(
                        "Sent (UTC)", "Device", "ms", "Command", "Answer"));
                step.commands().forEach(command -> page.row(Instant.parse(command.start()).truncatedTo(
                        ChronoUnit.MILLIS), command.device(), command.milliseconds(), command.command(),
                        (command.failed() ? "FAILED: " : "") + command.answer()));
                page.endTable();
            }
        }
    }

    private static void proof(Html page, EvidenceBundle bundle, List<String> faults) {
        page.heading("Proof").raw(faults.isEmpty()
                ? "<p class=\"good\">When this page was printed, the log was as it was written.</p>"
                : "<p class=\"bad\">When this page was printed, the log was NOT as it was written:</p>");
        if (!faults.isEmpty()) {
            page.list(faults);
        }
        page.table("facts", List.of("", ""))
                .row("Entries", "%d of the log, each with its proof in the exported JSON".formatted(
                        bundle.entries().size()))
                .row("Signed by", bundle.verifierKey())
                .row("Time stamp (RFC 3161)", bundle.timeStamp() == null ? "none" : "in the exported JSON")
                .endTable().raw("<pre>%s</pre>".formatted(Html.text(bundle.checkpoint())));
    }

    private static String seconds(Duration duration) {
        return "%.3f s".formatted(duration.toMillis() / 1000.0);
    }
}
