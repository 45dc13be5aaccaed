package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.SourceKind;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;

/** What {@code reach} says of approvals is what a run asks for: a proof that counts other people than the door is none. */
public class ReachApprovalsTest {
    private static final String RULE =
            "    breakGlass: {teams: [t], count: 2, alert: siren, reviewers: [t], identity: root}\n";

    /** An environment with three approvals and, in an emergency, other rules. */
    private static Catalog catalog(String environment) {
        return CatalogLoader.load(
                        """
                        teams: [{name: t, users: [a, b, c, d]}, {name: u, users: [e]}]
                        environments:
                          - name: prod
                            protected: true
                            protectedRefs: [main]
                        ENVIRONMENT
                        runTasks: [{name: siren, stages: [break_glass], url: "https://siren.example/x"}]
                        identities:
                          - {name: ap, environment: prod, operations: [apply, destroy, import], cloud: generic, audience: a}
                          - {name: root, environment: prod, operations: [apply, destroy], cloud: generic, audience: a}
                        pools:
                          - {name: p, environments: [prod], operations: [apply, destroy, import, unlock], trust: protected, identities: [ap], tools: [TOOL]}
                          - {name: em, environments: [prod], operations: [apply, destroy], trust: breakglass, identities: [ap, root], tools: [TOOL]}
                        scopes: [{path: "**", repository: /srv/a.git, ref: main, tool: {name: terraform, version: 1.11.4}, environment: prod, owner: t, backend: {type: local}, identities: {apply: ap}}]
                        stacks: [{id: prod/a, directory: a}]
                        """
                                .replace("ENVIRONMENT\n", environment)
                                .replace(
                                        "TOOL",
                                        "{name: terraform, version: 1.11.4, path: /t, sha256: \"" + "0".repeat(64)
                                                + "\"}"),
                        "test")
                .orThrow();
    }

    private static String approvals(Catalog catalog, Operation operation) {
        return new Reach(new Admission(catalog))
                .from(Reach.any(SourceKind.BRANCH)).stream()
                        .filter(p -> p.operation() == operation)
                        .map(p -> p.approvals() + (p.breakGlass() ? "!" : ""))
                        .collect(Collectors.joining(" "));
    }

    private static List<Violation> check(Catalog catalog, String require) {
        String text = "assertions: [{name: many, when: \"operation == 'apply'\", require: \"" + require + "\"}]";
        return new Reach(new Admission(catalog)).check(Assertions.load(text).orThrow("test"));
    }

    @Test
    public void check_breakGlassAsksForFewer_isNoProofOfTheEnvironmentsApprovals() {
        Catalog catalog = catalog("    approvals: [{name: three, teams: [t], count: 3}]\n" + RULE);
        assertEquals("3 2!", approvals(catalog, Operation.APPLY));
        List<Violation> violations = check(catalog, "approvals >= 3");
        assertEquals("branch, schedule and manual; a tag is no protected ref", 3, violations.size());
        assertTrue(violations.toString(), violations.stream().allMatch(v -> v.path()
                .breakGlass()));
        assertEquals(List.of(), check(catalog, "approvals >= 2"));
    }

    @Test
    public void check_breakGlassAsksForMore_isNotMeasuredByTheEnvironmentsApprovals() {
        Catalog catalog = catalog("    approvals: [{name: one, teams: [t]}]\n" + RULE.replace("count: 2", "count: 3"));
        assertEquals("1 3!", approvals(catalog, Operation.APPLY));
        assertEquals(List.of(), check(catalog, "!breakGlass || approvals >= 3"));
    }

    @Test
    public void from_environmentWithoutARule_hasNoPathInAnEmergency() {
        Catalog catalog = catalog("    approvals: [{name: three, teams: [t], count: 3}]\n");
        assertEquals("3", approvals(catalog, Operation.APPLY));
        assertEquals(List.of(), check(catalog, "approvals >= 3"));
    }

    @Test
    public void from_destroy_countsWhatTheRunAsksForBesides() {
        Object[][] table = {
            {"    destroy: {secondOperator: u}\n", "2"},
            {"    destroy: {approvals: [{name: more, teams: [t], count: 4}]}\n", "4"},
            {"    destroy: {approvals: [{name: more, teams: [t], count: 4}], secondOperator: u}\n", "5"},
            {"    destroy: {approvals: [{name: big, when: \"plan.delete > 5\", teams: [t], count: 4}]}\n", "1"},
            {"    destroy: {approvals: [{name: own, when: \"!emergency\", teams: [t], count: 4}]}\n", "4"},
            {"    destroy: {secondOperator: u}\n" + RULE, "2 2!"},
        };
        for (Object[] row : table) {
            Catalog catalog = catalog("    approvals: [{name: one, teams: [t]}]\n" + row[0]);
            assertEquals((String) row[0], row[1], approvals(catalog, Operation.DESTROY));
            assertEquals(
                    "an apply has nothing to do with it",
                    '1',
                    approvals(catalog, Operation.APPLY).charAt(0));
        }
    }

    @Test
    public void from_conditionsOnTheSource_countWhereTheyHold() {
        Catalog catalog =
                catalog("    approvals: [{name: two, when: \"source.kind == 'branch'\", teams: [t], count: 2}]\n");
        assertEquals("2", approvals(catalog, Operation.APPLY));
        assertEquals("2", approvals(catalog, Operation.IMPORT));
        assertTrue(check(catalog, "approvals >= 2").stream()
                .noneMatch(v -> v.path().source() == SourceKind.BRANCH));
        assertEquals(2, check(catalog, "approvals >= 2").size());
    }

    @Test
    public void from_unlock_asksNobody() {
        assertEquals(
                "0", approvals(catalog("    approvals: [{name: three, teams: [t], count: 3}]\n"), Operation.UNLOCK));
    }
}
