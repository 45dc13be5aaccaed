package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

public class AdmissionTest {
    static final Catalog CATALOG = CatalogLoader.load(Path.of("src/test/resources/admission/catalog.yaml"))
            .orThrow();
    static final String REPOSITORY = "git@github.com:northstar/infra-live.git";
    /** A Monday, 11:00 in Berlin. */
    static final Instant OPEN = Instant.parse("2026-11-23T10:00:00Z");

    private final Admission admission = new Admission(CATALOG);

    static RunSource source(SourceKind kind, String ref) {
        String request = kind.isRequest() && kind != SourceKind.UNKNOWN ? "7" : null;
        return new RunSource(kind, REPOSITORY, "0".repeat(40), ref, request, "alice", "bob", Trigger.PERSON, Tri.YES);
    }

    private AdmissionDecision decide(String stack, Operation operation, RunSource source) {
        return admission.decide(Request.of(stack, operation, source, OPEN));
    }

    private static String failed(AdmissionDecision decision) {
        return decision.failures().stream().map(Condition::rule).collect(Collectors.joining(" "));
    }

    @Test
    public void decide_operationBySource_tableWithUnknown() {
        String stat = "fmt validate static_policy";
        Map<SourceKind, String> dev = Map.of(
                SourceKind.BRANCH, stat + " plan drift apply destroy",
                SourceKind.TAG, stat + " plan drift apply destroy",
                SourceKind.SCHEDULE, stat + " plan drift apply destroy",
                SourceKind.MANUAL, stat + " plan drift apply destroy",
                SourceKind.PULL_REQUEST, stat + " plan drift",
                SourceKind.FORK_PULL_REQUEST, stat,
                SourceKind.UNKNOWN, stat);
        for (SourceKind kind : SourceKind.values()) {
            StringBuilder admitted = new StringBuilder();
            for (Operation operation : Operation.values()) {
                AdmissionDecision decision = decide("dev/web", operation, source(kind, "feature"));
                if (decision.admitted()) {
                    admitted.append(operation).append(' ');
                    assertEquals(
                            kind + " " + operation, operation.isStatic() ? Lane.STATIC : Lane.FULL, decision.lane());
                } else {
                    assertNull(decision.lane());
                    assertNull(decision.pool());
                    assertNull(decision.identity());
                }
                if (operation.isStatic() || kind.isUntrusted()) {
                    assertNull(kind + " gets an identity for " + operation, decision.identity());
                }
            }
            assertEquals(kind.id(), dev.get(kind), admitted.toString().trim());
        }
    }

    @Test
    public void decide_writesToProtected_tableOfRefs() {
        Object[][] table = {
            {SourceKind.BRANCH, "main", ""},
            {SourceKind.BRANCH, "release/1.2", ""},
            {SourceKind.BRANCH, "release/1.2/x", "environment.protectedRefs"},
            {SourceKind.BRANCH, "feature", "environment.protectedRefs"},
            {SourceKind.BRANCH, "main2", "environment.protectedRefs"},
            {SourceKind.BRANCH, "refs/tags/v1", "environment.protectedRefs"},
            {SourceKind.BRANCH, null, "environment.protectedRefs"},
            {SourceKind.TAG, "v1.0", ""},
            {SourceKind.TAG, "main", "environment.protectedRefs"},
            {SourceKind.TAG, "release/1", "environment.protectedRefs"},
            {SourceKind.TAG, null, "environment.protectedRefs"},
            {SourceKind.MANUAL, "main", ""},
            {SourceKind.MANUAL, null, ""},
            {SourceKind.MANUAL, "feature", "environment.protectedRefs"},
            {SourceKind.SCHEDULE, null, ""},
            {SourceKind.PULL_REQUEST, "main", "operation.source environment.protectedRefs"},
            {SourceKind.FORK_PULL_REQUEST, "main", "operation.source environment.protectedRefs"},
            {SourceKind.UNKNOWN, "main", "operation.source environment.protectedRefs"},
        };
        for (Object[] row : table) {
            AdmissionDecision decision =
                    decide("prod/web", Operation.APPLY, source((SourceKind) row[0], (String) row[1]));
            assertEquals(row[0] + " " + row[1], row[2], failed(decision));
            assertEquals(row[0] + " " + row[1], "".equals(row[2]), decision.admitted());
        }
    }

    @Test
    public void decide_planOfProtected_fromAnyBranchOrOwnRequest() {
        for (SourceKind kind : List.of(SourceKind.BRANCH, SourceKind.PULL_REQUEST)) {
            AdmissionDecision decision = decide("prod/web", Operation.PLAN, source(kind, "feature"));
            assertEquals("", failed(decision));
            assertEquals("prod-app", decision.pool().name());
            assertEquals("prod-plan", decision.identity().name());
        }
    }

    @Test
    public void decide_timesOfWrites_tableWithUnknown() {
        Object[][] table = {
            {"2026-11-23T10:00:00Z", ""},
            {"2026-11-23T06:59:00Z", "environment.window"},
            {"2026-11-23T15:00:00Z", "environment.window"},
            {"2026-11-27T10:00:00Z", "environment.window"},
            {"2026-12-24T00:00:00Z", "environment.freeze environment.window"},
            {null, "environment.freeze environment.window"},
        };
        for (Object[] row : table) {
            Instant now = row[0] == null ? null : Instant.parse((String) row[0]);
            RunSource main = source(SourceKind.BRANCH, "main");
            AdmissionDecision apply = admission.decide(Request.of("prod/web", Operation.APPLY, main, now));
            assertEquals(String.valueOf(row[0]), row[1], failed(apply));
            assertTrue(
                    "plans may run at any time",
                    admission
                            .decide(Request.of("prod/web", Operation.PLAN, main, now))
                            .admitted());
        }
    }

    @Test
    public void decide_signature_deferredBeforeCheckoutAndFinalAfter() {
        Request request = Request.of("prod/web", Operation.APPLY, source(SourceKind.BRANCH, "main"), OPEN);
        RunSource unsigned = request.source().withCommitSigned(Tri.NO);
        RunSource unknown = request.source().withCommitSigned(Tri.UNKNOWN);

        AdmissionDecision before = admission.decide(Request.of("prod/web", Operation.APPLY, unknown, OPEN));
        assertTrue(before.admitted());
        assertTrue(before.deferred());
        assertTrue(before.conditions().stream().anyMatch(c -> c.rule().equals("rule:signed") && c.deferred()));

        AdmissionDecision after = admission.decide(before.request().afterCheckout(request.source()));
        assertTrue(after.admitted());
        assertFalse(after.deferred());

        for (RunSource bad : List.of(unsigned, unknown)) {
            AdmissionDecision refused = admission.decide(before.request().afterCheckout(bad));
            assertEquals("rule:signed", failed(refused));
        }
        assertEquals("rule:signed", failed(admission.decide(Request.of("prod/web", Operation.APPLY, unsigned, OPEN))));
    }

    @Test
    public void decide_signatureUnknownButRefusedAnyway_isNotDeferred() {
        RunSource other = source(SourceKind.BRANCH, "feature").withCommitSigned(Tri.UNKNOWN);
        AdmissionDecision decision = decide("prod/web", Operation.APPLY, other);
        assertFalse(decision.admitted());
        assertFalse(decision.deferred());
    }

    @Test
    public void decide_replayedBuild_neverWrites() {
        RunSource main = source(SourceKind.BRANCH, "main");
        for (Operation operation : Operation.values()) {
            Request request = Request.of("dev/web", operation, main, OPEN).withReplayed(true);
            boolean refused = failed(admission.decide(request)).contains("operation.replay");
            assertEquals(operation.id(), operation.isWrite(), refused);
        }
    }

    @Test
    public void decide_repository_mustBeTheStacks() {
        Object[][] table = {
            {REPOSITORY, ""},
            {"https://github.com/northstar/infra-live", ""},
            {"ssh://git@github.com/northstar/infra-live.git", ""},
            {"git@github.com:mallory/infra-live.git", "source.repository"},
            {"https://github.com.attacker.example/northstar/infra-live", "source.repository"},
            {null, "source.repository"},
        };
        for (Object[] row : table) {
            RunSource source = new RunSource(
                    SourceKind.BRANCH, (String) row[0], null, "main", null, "alice", null, Trigger.PUSH, Tri.YES);
            assertEquals(String.valueOf(row[0]), row[1], failed(decide("dev/web", Operation.PLAN, source)));
        }
        RunSource timer =
                new RunSource(SourceKind.SCHEDULE, null, null, null, null, "x", null, Trigger.TIMER, Tri.UNKNOWN);
        assertEquals("without an SCM head the catalog's own", "", failed(decide("dev/web", Operation.DRIFT, timer)));
    }

    @Test
    public void decide_pool_mostSpecificSupplyFirstAndConditionsHold() {
        RunSource main = source(SourceKind.BRANCH, "main");
        assertEquals(
                "prod-data",
                decide("prod/orders-db", Operation.PLAN, main).pool().name());
        assertEquals(
                "prod-app", decide("prod/web", Operation.APPLY, main).pool().name());
        assertEquals("dev", decide("dev/web", Operation.APPLY, main).pool().name());
    }

    @Test
    public void decide_noPoolFits_everyFailedConditionWithBothValues() {
        AdmissionDecision decision = decide("prod/far", Operation.APPLY, source(SourceKind.BRANCH, "main"));
        assertEquals("pool", decision.failures().get(0).rule());
        Condition pool = decision.failures().get(0);
        assertEquals(2, pool.because().size());
        assertTrue(pool.message(), pool.message().contains("pool.network: expected all of aws, mars, found aws"));
        assertTrue(
                pool.message(),
                pool.message().contains("pool.trust: expected at least protected, not breakglass, found breakglass"));
        AdmissionDecision tool = decide("prod/other-tool", Operation.PLAN, source(SourceKind.BRANCH, "main"));
        assertTrue(tool.failures()
                .get(0)
                .message()
                .contains("pool.tool: expected opentofu 1.10.0, found terraform 1.11.4"));
        AdmissionDecision database = decide("prod/orders-db", Operation.DESTROY, source(SourceKind.BRANCH, "main"));
        assertEquals("identity pool", failed(database));
        String message = database.failures().get(1).message();
        assertTrue(
                message,
                message.contains("prod-data (pool.operation: expected one of plan, drift, apply, found destroy)"));
        AdmissionDecision imported = decide("dev/web", Operation.IMPORT, source(SourceKind.BRANCH, "main"));
        assertEquals("identity pool", failed(imported));
        assertNull(imported.pool());
        String listed = imported.failures().get(1).message();
        assertTrue(
                listed,
                listed.contains("dev (pool.operation: expected one of validate, static_policy, plan, drift, apply,"
                        + " destroy, found import)"));
    }

    @Test
    public void decide_breakGlass_onlyItsOwnPool() {
        Request request = Request.of("prod/web", Operation.APPLY, source(SourceKind.BRANCH, "main"), OPEN);
        assertEquals(
                "emergency",
                admission.decide(request.withBreakGlass(true)).pool().name());
        Request dev = Request.of("dev/web", Operation.APPLY, source(SourceKind.BRANCH, "main"), OPEN);
        assertEquals("pool", failed(admission.decide(dev.withBreakGlass(true))));
    }

    @Test
    public void decide_staticLane_untrustedPoolOrNone() {
        RunSource fork = source(SourceKind.FORK_PULL_REQUEST, "x");
        assertEquals(
                "strangers", decide("prod/web", Operation.VALIDATE, fork).pool().name());
        AdmissionDecision nowhere = decide("prod/web", Operation.STATIC_POLICY, fork);
        assertTrue(nowhere.admitted());
        assertEquals(Lane.STATIC, nowhere.lane());
        assertNull(nowhere.pool());
        Condition pool = nowhere.conditions().stream()
                .filter(c -> c.rule().equals("pool"))
                .findFirst()
                .orElseThrow();
        assertTrue(pool.found(), pool.found().startsWith("none: no untrusted pool allows static_policy"));
        assertNull(
                "a fork never lands on a pool of ours",
                decide("dev/web", Operation.STATIC_POLICY, fork).pool());
        assertEquals(
                "dev",
                decide("dev/web", Operation.STATIC_POLICY, source(SourceKind.BRANCH, "x"))
                        .pool()
                        .name());
    }

    @Test
    public void decide_unknownStack_isRefused() {
        for (String stack : new String[] {"prod/nothing", "", "../prod/web", "prod/web\n", null}) {
            AdmissionDecision decision = decide(stack, Operation.FMT, source(SourceKind.BRANCH, "main"));
            assertFalse(decision.admitted());
            assertEquals("stack.known", failed(decision));
        }
    }

    @Test
    public void decide_rulesAndPolicies_tableWithUnknownFacts() {
        Object[][] table = {
            {"dev/web", Operation.DRIFT, "alice", Trigger.TIMER, ""},
            {"dev/web", Operation.APPLY, "alice", Trigger.TIMER, "rule:nightly-drift-only"},
            {"dev/web", Operation.APPLY, "alice", Trigger.UNKNOWN, "rule:nightly-drift-only"},
            {"dev/web", Operation.DRIFT, "alice", Trigger.UNKNOWN, ""},
            {"dev/web", Operation.PLAN, "renovate[bot]", Trigger.PUSH, "policy:no-bots"},
            {"dev/web", Operation.PLAN, null, Trigger.PUSH, "policy:no-bots"},
            {"prod/network-foundation", Operation.APPLY, "pat", Trigger.PERSON, ""},
            {"prod/network-foundation", Operation.APPLY, "alice", Trigger.PERSON, "rule:network-by-platform"},
            {"prod/network-foundation", Operation.APPLY, null, Trigger.PERSON, "rule:network-by-platform policy:no-bots"
            },
        };
        for (Object[] row : table) {
            RunSource source = new RunSource(
                    SourceKind.BRANCH,
                    REPOSITORY,
                    null,
                    "main",
                    null,
                    (String) row[2],
                    null,
                    (Trigger) row[3],
                    Tri.YES);
            AdmissionDecision decision = decide((String) row[0], (Operation) row[1], source);
            assertEquals(List.of(row[0], row[1], String.valueOf(row[2]), row[3]).toString(), row[4], failed(decision));
        }
    }

    @Test
    public void explain_advisoryPolicy_tellsAndAdmits() {
        RunSource nobody =
                new RunSource(SourceKind.BRANCH, REPOSITORY, null, "main", null, "alice", null, Trigger.PUSH, Tri.YES);
        AdmissionDecision decision = decide("dev/web", Operation.PLAN, nobody);
        assertTrue(decision.admitted());
        Condition policy = decision.conditions().stream()
                .filter(c -> c.rule().equals("policy:known-author"))
                .findFirst()
                .orElseThrow();
        assertTrue(policy.passed());
        assertEquals("advisory: the author should be known", policy.message());
    }

    @Test
    public void evaluate_policiesOfNetworkFoundation_ticketAndOwner() {
        Facts facts =
                Facts.builder().put(Fact.STACK_ID, "prod/network-foundation").build();
        Facts other = Facts.builder().put(Fact.STACK_ID, "prod/web").build();
        Facts ticket = facts.with(Fact.TASKS, Map.of("change-ticket", Map.of("passed", true)));
        Facts failedTicket = facts.with(Fact.TASKS, Map.of("change-ticket", Map.of("passed", false)));
        Expression rule = policy("change-ticket");
        assertEquals(Tri.YES, rule.test(ticket));
        assertEquals(Tri.NO, rule.test(failedTicket));
        assertEquals("no ticket at all", Tri.UNKNOWN, rule.test(facts.with(Fact.TASKS, Map.of())));
        assertEquals(Tri.UNKNOWN, rule.test(facts));
        assertEquals(Tri.YES, rule.test(other));
        Expression approval = policy("platform-approves");
        assertEquals(Tri.YES, approval.test(facts.with(Fact.APPROVERS, List.of("pat"))));
        assertEquals(Tri.NO, approval.test(facts.with(Fact.APPROVERS, List.of("alice"))));
        assertEquals(Tri.UNKNOWN, approval.test(facts));
    }

    private static Expression policy(String name) {
        String cel = CATALOG.policies("apply").stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow()
                .cel();
        return CATALOG.condition(cel, Vocabulary.RUN);
    }
}
