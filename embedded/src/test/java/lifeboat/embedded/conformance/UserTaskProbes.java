package lifeboat.embedded.conformance;

/** About user tasks and forms. */
class UserTaskProbes extends Probing {

    @Override
    void run() throws Exception {
        probe("u01-form-binding", () -> {
            tryToDeploy("form", (Object)
                    new String[] {"u01.form", "{\"id\":\"u01f\",\"type\":\"default\",\"components\":[]}"});
            tryToDeploy("form no id", (Object) new String[] {"u01b.form", "{\"type\":\"default\",\"components\":[]}"});
            tryToDeploy("form not json", (Object) new String[] {"u01c.form", "x"});
            tryToDeploy("form id space", (Object) new String[] {"u01d.form", "{\"id\":\" \",\"components\":[]}"});
        });
        probe("u02-user-task-incidents", () -> {
            deploy(process(
                    "u02",
                    s -> s.userTask(
                            "T",
                            t -> t.zeebeUserTask()
                                    .zeebeAssigneeExpression("missing")
                                    .zeebeDueDateExpression("d"))));
            long k = start("u02", map("d", "soon"));
            state(k);
            long k2 = start("u02", map("d", "2030-01-01T00:00:00Z"));
            state(k2);
        });
        probe("u03-bad-statics", () -> {
            tryToDeploy(
                    "due date words",
                    process("u03a", s -> s.userTask("T", t -> t.zeebeUserTask().zeebeDueDate("soon"))));
            tryToDeploy(
                    "candidate groups",
                    process("u03b", s -> s.userTask("T", t -> t.zeebeUserTask().zeebeCandidateGroups("a b, c"))));
            tryToDeploy(
                    "priority 200",
                    process("u03c", s -> s.userTask("T", t -> t.zeebeUserTask().zeebeTaskPriority("200"))));
        });
        probe("u05-assignee-number", () -> {
            deploy(process("u05", s -> s.userTask("T", t -> t.zeebeUserTask().zeebeAssigneeExpression("a"))));
            long k = start("u05", map("a", 1));
            state(k);
        });
    }
}
