package io.jenkins.plugins.iac.identity;

import static io.jenkins.plugins.iac.identity.Samples.APPLY;
import static io.jenkins.plugins.iac.identity.Samples.DIGEST;
import static io.jenkins.plugins.iac.identity.Samples.NOON;
import static io.jenkins.plugins.iac.identity.Samples.PLAN;
import static io.jenkins.plugins.iac.identity.Samples.RUN;
import static io.jenkins.plugins.iac.identity.Samples.contract;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

public class IssuingDecisionTest {
    /** One fact changed in a decision that would issue. */
    private static final class Case {
        String run = RUN;
        Operation operation;
        SourceKind source = SourceKind.BRANCH;
        Tri replayed = Tri.NO;
        Standing standing;
        Contract contract;
        Identity identity;
        String environment = "prod";
        IssuerUrl issuer = Samples.ISSUER;
        Sha256 planDigest;
        Sha256 approved;
        Instant now = NOON;

        static Case plan() {
            Case c = new Case();
            c.operation = Operation.PLAN;
            c.standing = Standing.PLANNING;
            c.contract = contract(Operation.PLAN, PLAN, null);
            c.identity = PLAN;
            return c;
        }

        static Case apply() {
            Case c = new Case();
            c.operation = Operation.APPLY;
            c.standing = Standing.DOOR;
            c.contract = contract(Operation.APPLY, APPLY, DIGEST);
            c.identity = APPLY;
            c.planDigest = DIGEST;
            c.approved = DIGEST;
            return c;
        }

        IssuingDecision decide() {
            return IssuingDecision.of(new IssueFacts(
                    run,
                    operation,
                    source,
                    replayed,
                    standing,
                    contract,
                    identity,
                    environment,
                    issuer,
                    planDigest,
                    approved,
                    null,
                    now));
        }
    }

    private interface Change {
        void to(Case c);
    }

    private record Row(String what, boolean write, Change change, String rule) {}

    /** Each row: one fact of a sound plan or apply is another, or unknown; the rule that says no. */
    private static final List<Row> REFUSED = List.of(
            new Row("a fork", false, c -> c.source = SourceKind.FORK_PULL_REQUEST, "identity.source"),
            new Row("an unknown source", false, c -> c.source = SourceKind.UNKNOWN, "identity.source"),
            new Row("no word about the source", false, c -> c.source = null, "identity.source"),
            new Row("a replay", false, c -> c.replayed = Tri.YES, "identity.replay"),
            new Row("unknown whether a replay", true, c -> c.replayed = Tri.UNKNOWN, "identity.replay"),
            new Row("no word about a replay", true, c -> c.replayed = null, "identity.replay"),
            new Row("a run not prepared yet", false, c -> c.standing = Standing.UNKNOWN, "identity.standing"),
            new Row("no word about the run", false, c -> c.standing = null, "identity.standing"),
            new Row("a run that is over", false, c -> c.standing = Standing.OVER, "identity.standing"),
            new Row("a plan's token at the door", false, c -> c.standing = Standing.DOOR, "identity.standing"),
            new Row("an apply's token while planning", true, c -> c.standing = Standing.PLANNING, "identity.standing"),
            new Row("an apply's token before approval", true, c -> c.standing = Standing.PLANNED, "identity.standing"),
            new Row("an apply's token after the end", true, c -> c.standing = Standing.OVER, "identity.standing"),
            new Row("a static operation", false, c -> c.operation = Operation.VALIDATE, "identity.standing"),
            new Row("an unknown operation", true, c -> c.operation = null, "identity.standing"),
            new Row("no contract", true, c -> c.contract = null, "identity.contract"),
            new Row("the contract of another run", false, c -> c.run = "20261121-115900-00000000", "identity.contract"),
            new Row(
                    "a contract without a commit",
                    false,
                    c -> c.contract = contract(Operation.PLAN, PLAN, null, SourceKind.BRANCH, null, RUN),
                    "identity.contract"),
            new Row(
                    "a contract for other code",
                    false,
                    c -> c.contract = contract(Operation.PLAN, PLAN, null, SourceKind.TAG, "b".repeat(40), RUN),
                    "identity.contract"),
            new Row(
                    "a plan's contract for an apply",
                    true,
                    c -> c.contract = contract(Operation.PLAN, APPLY, DIGEST),
                    "identity.contract"),
            new Row(
                    "a contract for a destroy used for an apply",
                    true,
                    c -> c.contract = contract(Operation.DESTROY, APPLY, DIGEST),
                    "identity.contract"),
            new Row("an expired contract", true, c -> c.now = NOON.plus(Duration.ofHours(12)), "identity.time"),
            new Row("a contract of the future", false, c -> c.now = NOON.minusSeconds(61), "identity.time"),
            new Row("no time", false, c -> c.now = null, "identity.time"),
            new Row(
                    "a contract without identity",
                    false,
                    c -> c.contract = contract(Operation.PLAN, null, null),
                    "identity.granted"),
            new Row("an identity gone from the catalog", true, c -> c.identity = null, "identity.granted"),
            new Row(
                    "an identity with another role by now",
                    true,
                    c -> c.identity =
                            new Identity(APPLY.name(), "prod", APPLY.operations(), "aws", "arn:other", "x", null, null),
                    "identity.granted"),
            new Row("another identity", true, c -> c.identity = PLAN, "identity.granted"),
            new Row(
                    "another issuer",
                    false,
                    c -> c.issuer = new IssuerUrl("https://other.example"),
                    "identity.granted"),
            new Row("no issuer", false, c -> c.issuer = null, "identity.granted"),
            new Row("an identity for other operations", false, c -> c.operation = Operation.DRIFT, "identity.contract"),
            new Row("another environment", false, c -> c.environment = "dev", "identity.environment"),
            new Row("an unknown environment", true, c -> c.environment = null, "identity.environment"),
            new Row("nothing approved", true, c -> c.approved = null, "identity.approval"),
            new Row("another digest approved", true, c -> c.approved = Sha256.of("other"), "identity.approval"),
            new Row("another plan by now", true, c -> c.planDigest = Sha256.of("other"), "identity.approval"),
            new Row("an unknown plan", true, c -> c.planDigest = null, "identity.approval"),
            new Row(
                    "a contract that names no digest",
                    true,
                    c -> c.contract = contract(Operation.APPLY, APPLY, null),
                    "identity.approval"));

    @Test
    public void of_oneFactOtherOrUnknown_isRefusedByItsRule() {
        for (Row row : REFUSED) {
            Case c = row.write() ? Case.apply() : Case.plan();
            row.change().to(c);
            IssuingDecision decision = c.decide();
            List<String> rules =
                    decision.failures().stream().map(Condition::rule).toList();
            assertTrue(row.what() + ": " + rules, rules.contains(row.rule()));
            assertEquals(row.what(), false, decision.issued());
        }
    }

    @Test
    public void of_nothingKnown_isRefusedByEveryRule() {
        IssuingDecision decision = IssuingDecision.of(
                new IssueFacts(null, null, null, null, null, null, null, null, null, null, null, null, null));
        assertEquals(decision.conditions(), decision.failures());
        assertEquals(9, decision.failures().size());
    }

    @Test
    public void of_planAndApplyInOrder_areIssued() {
        assertTrue(Case.plan().decide().issued());
        assertTrue(Case.apply().decide().issued());
        for (Standing standing : List.of(Standing.APPROVED, Standing.APPLYING)) {
            Case c = Case.apply();
            c.standing = standing;
            assertTrue(standing.name(), c.decide().issued());
        }
    }

    @Test
    public void of_planOfADestroy_getsThePlansIdentityOnly() {
        Case c = Case.plan();
        c.contract = contract(Operation.DESTROY, PLAN, null);
        assertTrue(c.decide().issued());
        c.operation = Operation.DESTROY;
        assertEquals(
                List.of("identity.standing", "identity.operation", "identity.approval"),
                c.decide().failures().stream().map(Condition::rule).toList());
    }

    /** No combination of the other facts brings out the token of a write without the approval of its digest. */
    @Test
    public void of_writeWithoutApproval_neverIssued() {
        List<Sha256> digests = new ArrayList<>(Arrays.asList(null, DIGEST, Sha256.of("other")));
        for (Operation operation : Operation.values()) {
            for (Standing standing : Standing.values()) {
                for (Sha256 bound : digests) {
                    for (Sha256 plan : digests) {
                        for (Sha256 approved : digests) {
                            Case c = Case.apply();
                            c.operation = operation;
                            c.standing = standing;
                            c.identity = Samples.identity("any", List.of(Operation.values()));
                            c.contract = contract(operation, c.identity, bound);
                            c.planDigest = plan;
                            c.approved = approved;
                            boolean same = bound != null && bound.equals(plan) && bound.equals(approved);
                            if (operation.isWrite() && !same) {
                                assertEquals(
                                        operation + " " + standing,
                                        false,
                                        c.decide().issued());
                            }
                        }
                    }
                }
            }
        }
    }
}
