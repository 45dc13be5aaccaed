package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.Finding;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

public class ReachTest {
    private static final Path NORTHSTAR = Path.of("examples/northstar/iac.yaml");
    private final Reach reach = new Reach(new Admission(AdmissionTest.CATALOG));

    private static Set<String> operations(List<ReachPath> paths, String stack) {
        return paths.stream()
                .filter(p -> p.stack().equals(stack))
                .map(p -> p.operation() + (p.breakGlass() ? "!" : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    public void from_fork_staticOperationsWithoutIdentityOrNetwork() {
        for (SourceKind kind : List.of(SourceKind.FORK_PULL_REQUEST, SourceKind.UNKNOWN)) {
            List<ReachPath> paths = reach.from(Reach.any(kind));
            assertEquals(Set.of("fmt", "static_policy", "validate"), operations(paths, "prod/web"));
            for (ReachPath path : paths) {
                assertEquals(null, path.identity());
                assertEquals(List.of(), path.networks());
            }
        }
    }

    @Test
    public void from_branch_whateverSomeBranchCouldDo() {
        List<ReachPath> paths = reach.from(Reach.any(SourceKind.BRANCH));
        assertEquals(
                Set.of("apply", "apply!", "drift", "fmt", "plan", "plan!", "static_policy", "unlock", "validate"),
                operations(paths, "prod/web"));
        ReachPath apply = paths.stream()
                .filter(p -> p.stack().equals("prod/web") && p.operation() == Operation.APPLY && !p.breakGlass())
                .findFirst()
                .orElseThrow();
        assertEquals(
                "{\"source\":\"branch\",\"stack\":\"prod/web\",\"operation\":\"apply\",\"pool\":\"prod-app\","
                        + "\"identity\":\"prod-apply\",\"networks\":[\"aws\"],\"approvals\":1,"
                        + "\"triggers\":[\"push\",\"person\",\"upstream\"]}",
                Json.write(apply.toJson()));
    }

    @Test
    public void from_environmentWithoutBreakGlass_noEmergencyPath() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/admission/catalog.yaml"));
        String rule = "    breakGlass: {teams: [payments, platform], alert: pager, reviewers: [platform]}\n";
        assertTrue(text.contains(rule));
        Admission without = new Admission(
                CatalogLoader.load(text.replace(rule, ""), "without").orThrow());
        List<ReachPath> paths = new Reach(without).from(Reach.any(SourceKind.BRANCH));
        assertEquals(List.of(), paths.stream().filter(ReachPath::breakGlass).toList());
        assertTrue(operations(paths, "prod/web").contains("apply"));
    }

    @Test
    public void from_namedBranchOrPerson_narrows() {
        RunSource feature =
                new RunSource(SourceKind.BRANCH, null, null, "feature", null, null, null, null, Tri.UNKNOWN);
        assertFalse(operations(reach.from(feature), "prod/web").contains("apply"));
        RunSource alice = new RunSource(SourceKind.BRANCH, null, null, "main", null, "alice", null, null, Tri.UNKNOWN);
        assertTrue(operations(reach.from(alice), "prod/web").contains("apply"));
        assertFalse(operations(reach.from(alice), "prod/network-foundation").contains("apply"));
        RunSource timer =
                new RunSource(SourceKind.SCHEDULE, null, null, null, null, null, null, Trigger.TIMER, Tri.UNKNOWN);
        assertFalse("timers only look", operations(reach.from(timer), "dev/web").contains("apply"));
    }

    @Test
    public void to_environmentOrStack_everyoneWhoCanGetThere() {
        Set<SourceKind> appliers = reach.to("prod").stream()
                .filter(p -> p.operation() == Operation.APPLY)
                .map(ReachPath::source)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(SourceKind.BRANCH, SourceKind.TAG, SourceKind.SCHEDULE, SourceKind.MANUAL), appliers);
        assertTrue(reach.to("prod/web").stream().allMatch(p -> p.stack().equals("prod/web")));
        IacException e = assertThrows(IacException.class, () -> reach.to("prd"));
        assertEquals("did you mean prod?", e.problem().next());
    }

    @Test
    public void all_admittedRequests_areOnAPath() {
        Admission admission = new Admission(AdmissionTest.CATALOG);
        Set<String> paths = new TreeSet<>();
        reach.all(p ->
                paths.add(p.source() + " " + p.stack() + " " + p.operation() + " " + p.pool() + " " + p.identity()));
        int admitted = 0;
        for (var stack : AdmissionTest.CATALOG.stacks()) {
            for (SourceKind kind : SourceKind.values()) {
                for (Operation operation : Operation.values()) {
                    RunSource source = AdmissionTest.source(kind, "main");
                    AdmissionDecision d =
                            admission.decide(Request.of(stack.id(), operation, source, AdmissionTest.OPEN));
                    if (d.admitted()) {
                        admitted++;
                        String pool = d.pool() == null ? null : d.pool().name();
                        String identity =
                                d.identity() == null ? null : d.identity().name();
                        String path = kind + " " + stack.id() + " " + operation + " " + pool + " " + identity;
                        assertTrue(path + " is admitted but not reachable", paths.contains(path));
                    }
                }
            }
        }
        assertTrue(admitted > 100);
    }

    /** Stacks that are alike are judged once; nobody may see that in the answer. */
    @Test
    public void check_stacksAlike_sameAsEachPathByItself() throws IOException {
        Assertions asked = Assertions.load(
                """
                assertions:
                  - {name: nobody applies, deny: "operation == 'apply'"}
                  - {name: two people, when: "operation in ['apply', 'destroy']", require: "approvals >= 2"}
                  - {name: one network, require: "networks.size() < 2"}
                  - {name: owned by payments, require: "stack.owner == 'payments' || source.kind == 'tag'"}
                """);
        Assertions naming = Assertions.load(
                "assertions: [{name: no web, deny: \"stack.id.endsWith('/web') && operation == 'plan'\"}]");
        String text = Files.readString(Path.of("src/test/resources/admission/catalog.yaml"))
                .replace("stacks:\n", "stacks:\n  - {id: dev/api, directory: a}\n  - {id: prod/api, directory: b}\n");
        String noNames =
                text.replaceAll("(?m)^  - .name: (network-by-platform|change-ticket|platform-approves).*\n", "");
        for (String document : List.of(text, noNames)) {
            Catalog catalog = CatalogLoader.load(document, "test").orThrow();
            Reach over = new Reach(new Admission(catalog));
            for (Assertions file : List.of(asked, naming)) {
                List<io.jenkins.plugins.iac.catalog.Assertion> assertions = file.orThrow("test");
                List<String> expected = new ArrayList<>();
                for (io.jenkins.plugins.iac.catalog.Assertion assertion : assertions) {
                    over.all(path -> {
                        Facts facts = PathFacts.of(catalog, path);
                        boolean spoken =
                                assertion.when() == null || assertion.when().test(facts) == Tri.YES;
                        boolean kept = assertion.require() != null
                                && assertion.require().test(facts) == Tri.YES;
                        if (spoken && !kept) {
                            expected.add(assertion.name() + ": " + Json.write(path.toJson()));
                        }
                    });
                }
                List<String> found = over.check(assertions).stream()
                        .map(v -> v.assertion() + ": " + Json.write(v.path().toJson()))
                        .toList();
                assertTrue(expected.size() > 4);
                assertEquals(
                        0,
                        over.check(assertions).stream()
                                .mapToLong(Violation::more)
                                .sum());
                assertEquals(expected, found);
            }
        }
    }

    @Test
    public void check_manyViolations_areCounted() {
        Assertions all = Assertions.load("assertions: [{name: nothing at all, deny: \"true\"}]");
        List<Violation> violations = reach.check(all.orThrow("test"));
        long[] paths = new long[1];
        reach.all(p -> paths[0]++);
        assertEquals(100, violations.size());
        assertEquals(paths[0] - 100, violations.get(99).more());
    }

    @Test
    public void check_failingEvaluation_isAViolation() {
        Assertions broken =
                Assertions.load("assertions: [{name: n, require: \"1 / approvals >= 0 || approvals > 9\"}]");
        assertFalse(reach.check(broken.orThrow("test")).isEmpty());
    }

    @Test
    public void load_wrongAssertions_allErrorsWithPlaces() {
        Assertions wrong = Assertions.load(
                """
                assertions:
                  - {name: a, deny: "pool.trst == 'x'"}
                  - {name: a, deny: "true", require: "true"}
                  - {name: b, when: "true"}
                  - {nam: c}
                  - {name: d, deny: "plan.delete > 0"}
                """);
        List<String> found = wrong.errors().stream().map(Finding::toString).toList();
        assertEquals(String.join("\n", found), 8, found.size());
        assertTrue(found.get(0), found.get(0).contains("line 2, column 22: assertions[0].deny"));
        assertTrue(found.get(0), found.get(0).contains("did you mean pool.trust?"));
        IacException e = assertThrows(IacException.class, () -> wrong.orThrow("reach.yaml"));
        assertTrue(e.getMessage(), e.getMessage().contains("8 errors\n  line 2, column 22"));
    }

    @Test
    public void warnings_stackThatNoPoolTakes_isNamed() {
        List<Finding> findings = new Admission(AdmissionTest.CATALOG).warnings();
        List<String> paths =
                findings.stream().map(f -> f.message().split(":")[0]).toList();
        assertEquals(
                List.of(
                        "the stack prod/other-tool can be planned nowhere",
                        "the stack prod/far can be planned nowhere"),
                paths);
        assertTrue(findings.get(0).line() > 0);
        assertEquals(List.of(), new Admission(CatalogLoader.load(NORTHSTAR).orThrow()).warnings());
    }

    @Test
    public void decide_timeIsOpenForReachOnly() {
        Request noTime = Request.of(
                "prod/web", Operation.APPLY, AdmissionTest.source(SourceKind.BRANCH, "main"), (Instant) null);
        assertFalse(new Admission(AdmissionTest.CATALOG).decide(noTime).admitted());
    }
}
