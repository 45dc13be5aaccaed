package io.jenkins.plugins.iac.identity;

import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.ContractIdentity;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whether a run gets a token now. A function of {@link IssueFacts} alone; fails closed: a fact that is not known is a
 * condition that does not hold. The token of a plan needs a plan under way; that of a write exists only for the digest
 * that was approved, from its approval to the end of its apply.
 */
public final class IssuingDecision {
    private static final Set<Standing> READS = EnumSet.of(Standing.PLANNING, Standing.PLANNED, Standing.APPROVED);
    private static final Set<Standing> WRITES = EnumSet.of(Standing.APPROVED, Standing.DOOR, Standing.APPLYING);
    private static final String NEW_RUN = "start a new run";

    private final List<Condition> conditions;

    private IssuingDecision(List<Condition> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    public static IssuingDecision of(IssueFacts facts) {
        List<Condition> all = new ArrayList<>();
        all.add(source(facts));
        all.add(Condition.of(
                "identity.replay",
                facts.replayed() == Tri.NO,
                "a build with the script of its repository",
                facts.replayed() == Tri.YES
                        ? "a replayed build"
                        : facts.replayed().id(),
                "replayed builds get no identity; " + NEW_RUN));
        all.add(standing(facts));
        all.add(contract(facts));
        all.add(time(facts));
        all.add(granted(facts));
        all.add(operation(facts));
        all.add(environment(facts));
        all.add(approval(facts));
        return new IssuingDecision(all);
    }

    public boolean issued() {
        return conditions.stream().allMatch(Condition::passed);
    }

    /** All conditions, held or not. */
    public List<Condition> conditions() {
        return conditions;
    }

    public List<Condition> failures() {
        return conditions.stream().filter(c -> !c.passed()).toList();
    }

    private static Condition source(IssueFacts f) {
        SourceKind kind = f.source();
        return Condition.of(
                "identity.source",
                !kind.isUntrusted(),
                "code of the repository itself",
                kind.id(),
                "code that may come from a stranger gets no identity; have the change merged first");
    }

    private static Condition standing(IssueFacts f) {
        Operation operation = f.operation();
        Set<Standing> fit = operation == null || operation.isStatic() ? Set.of() : operation.isWrite() ? WRITES : READS;
        return Condition.of(
                "identity.standing",
                fit.contains(f.standing()),
                fit.isEmpty() ? "an operation that needs an identity" : "a run that is one of " + fit,
                operation + " of a run that is " + f.standing(),
                "tokens exist only while the run may use them; " + NEW_RUN);
    }

    private static Condition contract(IssueFacts f) {
        Contract contract = f.contract();
        boolean right = contract != null
                && contract.run().equals(f.run())
                && contract.source().kind() == f.source()
                && contract.source().commit() != null
                && isFor(contract.operation(), f.operation());
        return Condition.of(
                "identity.contract",
                right,
                "a contract of this run for " + f.operation() + ", signed by this controller, with a fixed commit",
                contract == null ? "none" : contract.operation() + " of run " + contract.run(),
                "a token says only what a signed contract says; " + NEW_RUN);
    }

    /** A contract serves its own operation; that of a destroy or an import also the plan that comes before it. */
    private static boolean isFor(Operation granted, Operation asked) {
        return asked != null && (granted == asked || asked == Operation.PLAN && granted.isWrite());
    }

    private static Condition time(IssueFacts f) {
        boolean valid = f.contract() != null
                && f.now() != null
                && !f.now().isBefore(f.contract().issuedAt())
                && f.now().isBefore(f.contract().expiresAt());
        return Condition.of(
                "identity.time",
                valid,
                "a contract that is valid now",
                f.contract() == null
                        ? "none"
                        : "valid from " + f.contract().issuedAt() + " until "
                                + f.contract().expiresAt() + ", now " + f.now(),
                "the contract is void; " + NEW_RUN);
    }

    private static Condition granted(IssueFacts f) {
        ContractIdentity granted = f.contract() == null ? null : f.contract().identity();
        Identity today = f.identity();
        boolean same = granted != null
                && today != null
                && granted.name().equals(today.name())
                && Objects.equals(granted.role(), today.role())
                && f.issuer() != null
                && f.issuer().value().equals(granted.issuer());
        return Condition.of(
                "identity.granted",
                same,
                granted == null
                        ? "an identity in the contract"
                        : describe(granted.name(), granted.role(), granted.issuer()),
                today == null
                        ? "none in the catalog"
                        : describe(today.name(), today.role(), String.valueOf(f.issuer())),
                "catalog, issuer and contract must name the same identity; " + NEW_RUN);
    }

    private static String describe(String name, String role, String issuer) {
        return name + " (role " + role + ", issuer " + issuer + ")";
    }

    private static Condition operation(IssueFacts f) {
        boolean may = f.identity() != null
                && f.operation() != null
                && f.identity().operations().contains(f.operation());
        return Condition.of(
                "identity.operation",
                may,
                "an identity for " + f.operation(),
                f.identity() == null ? "none" : "one for " + f.identity().operations(),
                "name an identity for this operation in the stack's identities");
    }

    private static Condition environment(IssueFacts f) {
        boolean same = f.identity() != null
                && f.environment() != null
                && f.environment().equals(f.identity().environment());
        return Condition.of(
                "identity.environment",
                same,
                "an identity of " + (f.environment() == null ? "the stack's environment" : f.environment()),
                f.identity() == null ? "none" : "one of " + f.identity().environment(),
                "name an identity of the stack's environment");
    }

    private static Condition approval(IssueFacts f) {
        if (f.operation() != null && !f.operation().isWrite()) {
            return Condition.passed("identity.approval", "none needed for " + f.operation(), "none needed");
        }
        Sha256 bound = f.contract() == null ? null : f.contract().planDigest();
        boolean approved = bound != null && bound.equals(f.planDigest()) && bound.equals(f.approvedDigest());
        return Condition.of(
                "identity.approval",
                approved,
                "an approval of exactly this plan: " + (f.planDigest() == null ? "none" : f.planDigest()),
                "approved " + (f.approvedDigest() == null ? "nothing" : f.approvedDigest()) + ", contract for "
                        + (bound == null ? "nothing" : bound),
                "the token of a write exists only after the approval of its digest; have it approved");
    }
}
