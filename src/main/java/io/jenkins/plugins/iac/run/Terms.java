package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.AdmissionDecision;
import io.jenkins.plugins.iac.admission.Grant;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.model.DestroyPolicy;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Instant;
import java.util.List;

/**
 * What today's catalog says of a run's stack: read once for a decision, so that all parts of it are of one catalog.
 *
 * @param apply whether the stack may be applied (or destroyed) now from this source
 * @param grant where and as whom it would be
 * @param emergency whether the run is a break-glass run
 */
record Terms(
        Catalog catalog,
        Stack stack,
        Environment environment,
        AdmissionDecision apply,
        Grant grant,
        boolean emergency) {

    /**
     * The terms of a run.
     *
     * @throws IacException of kind REFUSED if the catalog has the stack no more
     */
    static Terms of(Run run, RunServices services, Instant now) {
        return of(run, services.admission().get(), now);
    }

    /** The same by this admission. */
    static Terms of(Run run, Admission admission, Instant now) {
        Catalog catalog = admission.catalog();
        Stack stack = catalog.stack(run.stackName())
                .orElseThrow(() -> IacException.refused(
                        "reading what the catalog grants",
                        "stack " + run.stackName() + ", run " + run.id(),
                        "a catalog without this stack",
                        "the stack, as it was when the run was asked for",
                        "put the stack back into the catalog, or reject the run"));
        Environment environment = catalog.environment(stack.environment()).orElseThrow();
        Request request = request(run, writing(run), now).afterCheckout(run.source());
        return new Terms(
                catalog, stack, environment, admission.decide(request), admission.grant(request), isBreakGlass(run));
    }

    /** What the run asks admission for, as its request said. */
    static Request request(Run run, Operation operation, Instant now) {
        return Request.of(run.stackName(), operation, run.source(), now)
                .withReplayed(run.fact("request").path("replayed").asBoolean(false))
                .withBreakGlass(isBreakGlass(run));
    }

    static boolean isBreakGlass(Run run) {
        return BreakGlass.asked(run).isObject();
    }

    /** The operation that changes something at the end of such a run. */
    static Operation writing(Run run) {
        return run.operation() == Operation.PLAN ? Operation.APPLY : run.operation();
    }

    Pool pool() {
        return grant.pool();
    }

    /** What the run asks of whoever holds locks; an emergency waits for no calendar and for no other stack. */
    LockClaim claim(Run run, Instant now) {
        return new LockClaim(
                run.id(),
                stack.id(),
                environment.name(),
                now,
                emergency ? List.of() : environment.freezes(),
                emergency ? List.of() : environment.windows(),
                emergency ? Upstream.NONE : catalog.graph().upstream(),
                environment.oneAtATime() ? stacksOfEnvironment() : null);
    }

    private List<StackId> stacksOfEnvironment() {
        return catalog.stacks().stream()
                .filter(s -> environment.name().equals(s.environment()))
                .map(Stack::id)
                .toList();
    }

    Identity identity() {
        return grant.identity();
    }

    /**
     * Hash of what the catalog grants the apply: operation, pool, images, identity, constraints, requirements. Times
     * (freezes, windows) are not among them: they decide when, not what.
     */
    Sha256 applyTerms(Operation operation) {
        ObjectNode terms = Json.object();
        terms.put("operation", operation.id());
        terms.put("environment", environment.name());
        Pool pool = pool();
        terms.put("pool", pool == null ? null : pool.name());
        terms.set("images", pool == null ? Json.array() : Json.tree(pool.images()));
        Identity identity = identity();
        if (identity == null) {
            terms.putNull("identity");
        } else {
            terms.putObject("identity")
                    .put("name", identity.name())
                    .put("cloud", identity.cloud())
                    .put("role", identity.role())
                    .put("audience", identity.audience());
        }
        terms.set("constraints", Json.tree(stack.constraints()));
        terms.set("approvals", Json.tree(environment.approvals()));
        terms.put("approvalExpiry", environment.approvalExpiry().toString());
        terms.put("excludeAuthor", environment.excludeAuthor());
        terms.put("protected", environment.isProtected());
        if (operation == Operation.DESTROY && environment.destroy() != null) {
            DestroyPolicy policy = environment.destroy();
            terms.set(
                    "destroy",
                    Json.tree(new DestroyPolicy(
                            policy.ticket(),
                            policy.approvals(),
                            policy.secondOperator(),
                            policy.runTasks(),
                            List.of())));
        }
        if (emergency) {
            terms.set("breakGlass", Json.tree(environment.breakGlass()));
        }
        return CanonicalJson.hash(terms);
    }

    /** Keyed hash of the variables that the catalog sets. */
    Sha256 variables(Hmac key) {
        return key.of(CanonicalJson.bytes(Json.object(stack.variables())));
    }
}
