package io.jenkins.plugins.iac.approval;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.ApprovalRule;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Team;
import io.jenkins.plugins.iac.model.Tri;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class ApprovalRequirementsTest {
    private static Environment environment(ApprovalRule... rules) {
        return new Environment(
                "prod", true, List.of("main"), null, List.of(), List.of(), null, true, List.of(rules), null);
    }

    private static Stack stack(String owner) {
        return new Stack(
                new StackId("prod/db"),
                "git@example.org:x.git",
                null,
                "live",
                "prod",
                owner,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                null,
                Map.of());
    }

    private static ApprovalRule rule(String name, String when, String... teams) {
        return new ApprovalRule(name, when, List.of(teams), false, 1);
    }

    @Test
    public void from_conditions_requireUnlessKnownToBeFalse() {
        Map<String, Tri> answers = Map.of("no", Tri.NO, "yes", Tri.YES, "unknown", Tri.UNKNOWN);
        ApprovalRequirements required = ApprovalRequirements.from(
                environment(
                        rule("always", "true", "a"),
                        rule("never", "no", "a"),
                        rule("holds", "yes", "a"),
                        rule("maybe", "unknown", "a"),
                        rule("broken", "throws", "a"),
                        rule("null", "null", "a")),
                stack("payments"),
                when -> {
                    if (when.equals("throws")) {
                        throw new IllegalStateException("evaluation failed");
                    }
                    return answers.get(when);
                });
        assertEquals(
                List.of("always", "holds", "maybe", "broken", "null"),
                required.list().stream().map(Requirement::name).toList());
        assertEquals(
                List.of(Tri.YES, Tri.YES, Tri.UNKNOWN, Tri.UNKNOWN, Tri.UNKNOWN),
                required.list().stream().map(Requirement::applies).toList());
    }

    @Test
    public void from_owner_isTheStacksOwnerOrNobody() {
        Environment environment = environment(rule("owner", "true", ApprovalRule.OWNER, "payments"));
        assertEquals(
                List.of("payments"),
                ApprovalRequirements.from(environment, stack("payments"), w -> Tri.YES)
                        .list()
                        .get(0)
                        .teams());
        assertEquals(
                List.of("@stack.owner", "payments"),
                ApprovalRequirements.from(environment, stack(null), w -> Tri.YES)
                        .teams());
    }

    @Test
    public void from_noRules_isEmpty() {
        assertTrue(ApprovalRequirements.from(environment(), stack("payments"), w -> Tri.UNKNOWN)
                .isEmpty());
    }

    @Test
    public void teamsOf_definedTeam_isNotAGroupOfThatName() {
        TeamDirectory directory = new TeamDirectory(
                List.of(
                        new Team("payments", List.of("Alice"), List.of("payments-devs")),
                        new Team("sre", List.of(), List.of())),
                PersonIds.CASE_INSENSITIVE);
        Object[][] cases = {
            {"alice", List.of(), Set.of("payments")},
            {"bob", List.of("payments-devs"), Set.of("payments", "payments-devs")},
            {"eve", List.of("payments", "sre"), Set.of()},
            {"dan", List.of("auditors"), Set.of("auditors")},
            {"", List.of(), Set.of()},
        };
        for (Object[] c : cases) {
            @SuppressWarnings("unchecked")
            List<String> groups = (List<String>) c[1];
            assertEquals(c[0].toString(), c[2], directory.teamsOf((String) c[0], groups));
        }
        assertEquals(Set.of(), directory.teamsOf(null, List.of()));
    }
}
