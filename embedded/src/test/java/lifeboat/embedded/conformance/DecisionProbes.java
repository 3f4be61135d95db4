package lifeboat.embedded.conformance;

/** About decisions. */
class DecisionProbes extends Probing {

    @Override
    void run() throws Exception {
        String[] hits = {"UNIQUE", "FIRST", "ANY", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"};
        for (String h : hits)
            probe("d01-" + h.toLowerCase().replace(' ', '-'), () -> {
                String id = "d01" + h.replace(" ", "");
                tryToDeploy(h, dmnTable(id, h, null, "> 5", "1", "> 7", "2", "> 9", "1"));
                for (Object x : new Object[] {3, 6, 8, 10, null, "a"}) evaluate(id, x);
            });
        for (String g : new String[] {"SUM", "MIN", "MAX", "COUNT"})
            probe("d02-collect-" + g.toLowerCase(), () -> {
                String id = "d02" + g;
                tryToDeploy(g, dmnTable(id, "COLLECT", g, "> 5", "1", "> 7", "2"));
                for (Object x : new Object[] {3, 6, 8}) evaluate(id, x);
            });
        probe("d03-any-different", () -> {
            tryToDeploy("any", dmnTable("d03", "ANY", null, "> 5", "1", "> 7", "1"));
            evaluate("d03", 8);
        });
        probe("d04-output-expression-error", () -> {
            tryToDeploy("x", dmnTable("d04", "UNIQUE", null, "> 5", "missing", "not(> 5)", "1 +"));
        });
        probe("d05-output-null", () -> {
            tryToDeploy("x", dmnTable("d05", "UNIQUE", null, "> 5", "missing", "not(> 5)", "x*2"));
            evaluate("d05", 8);
            evaluate("d05", 1);
        });
        probe("d07-invalid-dmn", () -> {
            tryToDeploy("no decision", (Object) new String[] {
                "d07.dmn",
                "<?xml version=\"1.0\"?><definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"d07\""
                        + " name=\"d\" namespace=\"n\"/>"
            });
            tryToDeploy("not xml", (Object) new String[] {"d07b.dmn", "x"});
            tryToDeploy("feel error", dmnTable("d07c", "UNIQUE", null, "> 5", "1 +"));
            tryToDeploy("bad unary", dmnTable("d07d", "UNIQUE", null, "> >", "1"));
        });
        probe("d09-business-rule-result", () -> {
            deploy(dmnTable("d09d", "UNIQUE", null, "> 5", "1"));
            go(
                    process(
                            "d09",
                            s -> s.businessRuleTask(
                                            "R",
                                            t -> t.zeebeCalledDecisionId("d09d")
                                                    .zeebeResultVariable("r")
                                                    .zeebeInputExpression("y", "x"))
                                    .serviceTask("U", t -> t.zeebeJobType("d09u"))),
                    "d09",
                    map("y", 2),
                    NONE,
                    "d09u");
        });
        probe("d10-evaluate-missing-input", () -> {
            tryToDeploy("x", dmnTable("d10", "FIRST", null, "> 5", "1", "-", "2"));
            attempt(
                    "no x",
                    () -> client.newEvaluateDecisionCommand()
                            .decisionId("d10")
                            .variables("{}")
                            .send()
                            .join()
                            .getDecisionOutput());
            attempt(
                    "unknown",
                    () -> client.newEvaluateDecisionCommand()
                            .decisionId("nope")
                            .variables("{}")
                            .send()
                            .join()
                            .getDecisionOutput());
            attempt(
                    "unknown key",
                    () -> client.newEvaluateDecisionCommand()
                            .decisionKey(2251799813000001L)
                            .variables("{}")
                            .send()
                            .join()
                            .getDecisionOutput());
        });
    }

    String dmnTable(String id, String hit, String agg, String... rules) {
        StringBuilder r = new StringBuilder();
        for (int i = 0; i < rules.length; i += 2)
            r.append("<rule id=\"r" + i + id + "\"><inputEntry id=\"ie" + i + id + "\"><text>" + esc(rules[i])
                    + "</text></inputEntry><outputEntry id=\"oe" + i + id + "\"><text>" + esc(rules[i + 1])
                    + "</text></outputEntry></rule>");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><definitions"
                + " xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"d_"
                + id + "\" name=\"d\" namespace=\"n\"><decision id=\"" + id + "\" name=\"n " + id
                + "\"><decisionTable id=\"dt_" + id + "\" hitPolicy=\"" + hit + "\""
                + (agg == null ? "" : " aggregation=\"" + agg + "\"") + "><input id=\"in_" + id
                + "\"><inputExpression id=\"ix_" + id + "\"><text>x</text></inputExpression></input><output id=\"o_"
                + id + "\" name=\"res\" typeRef=\"number\" />" + r + "</decisionTable></decision></definitions>";
    }

    String esc(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    void evaluate(String id, Object x) {
        attempt("evaluate " + id + " x=" + x, () -> {
            var r = client.newEvaluateDecisionCommand()
                    .decisionId(id)
                    .variables(map("x", x))
                    .send()
                    .join();
            return r.getDecisionOutput() + " failed=" + r.getFailedDecisionId() + " " + r.getFailureMessage()
                    + " rules="
                    + r.getEvaluatedDecisions().stream()
                            .map(d -> d.getDecisionId() + ":" + d.getDecisionType() + ":"
                                    + d.getMatchedRules().stream()
                                            .map(q -> q.getRuleIndex() + "/"
                                                    + q.getEvaluatedOutputs().stream()
                                                            .map(o -> o.getOutputName() + "=" + o.getOutputValue())
                                                            .toList())
                                            .toList()
                                    + d.getEvaluatedInputs().stream()
                                            .map(q -> q.getInputName() + "=" + q.getInputValue())
                                            .toList())
                            .toList();
        });
    }
}
