package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.IssueFacts;
import io.jenkins.plugins.iac.identity.Issuer;
import io.jenkins.plugins.iac.identity.Standing;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tokens of runs. What decides is read from the run's own records, its signed contract and today's catalog; every token
 * is recorded before anybody gets it, and never the token itself.
 */
public final class Identities {
    /** Name of the fact that lists what was issued: an array of {@link Token#session()}. */
    public static final String SESSIONS = "identitySessions";

    private final RunServices services;

    public Identities(RunServices services) {
        this.services = services;
    }

    /**
     * A token for what the run's own tool does now; asked again whenever the last one is to be renewed.
     *
     * @throws IacException of kind REFUSED with every condition that does not hold
     */
    public Token issue(Run run) {
        return issue(run, operation(services.book().get(run.id())));
    }

    /** The same for an operation that somebody names. */
    public Token issue(Run run, Operation operation) {
        Run now = services.book().get(run.id());
        Issuer issuer = services.issuer().get();
        if (issuer == null) {
            throw IacException.refused(
                    "issuing an identity",
                    "stack " + now.stackName() + ", run " + now.id(),
                    "no issuer",
                    "an issuer with a URL",
                    "set the issuer's URL");
        }
        Token token = issuer.issue(facts(now, operation, issuer));
        record(now, token);
        return token;
    }

    /**
     * The same for what a script runs beside our own steps. A pool on which only own steps may run gives it nothing.
     *
     * @throws IacException of kind REFUSED if the run gets none
     */
    public Token issueToBody(Run run, Operation operation) {
        Pool pool = pool(services.book().get(run.id()), operation);
        if (pool == null || pool.bodyStepsOwn()) {
            Condition own = Condition.failed(
                    "identity.body",
                    "a pool with bodySteps: any",
                    pool == null ? "no pool" : "pool " + pool.name() + " with bodySteps: own",
                    "tokens of this pool are for our own steps alone");
            throw new IacException(
                    IacException.Kind.REFUSED,
                    new Problem(
                            "issuing an identity to a script",
                            "stack " + run.stackName() + ", run " + run.id(),
                            own.rule() + " is " + own.found(),
                            own.expected(),
                            own.message()),
                    List.of(own),
                    null);
        }
        return issue(run, operation);
    }

    /** The pool of the contract in today's catalog; null where there is none. */
    public Pool pool(Run run, Operation operation) {
        Contract contract = contract(run, operation);
        return contract == null || contract.pool() == null
                ? null
                : services.admission().get().catalog().pool(contract.pool()).orElse(null);
    }

    /** Name of the identity that the run's contract grants for an operation, or null. */
    public String name(Run run, Operation operation) {
        Contract contract = contract(run, operation);
        return contract == null || contract.identity() == null
                ? null
                : contract.identity().name();
    }

    /** For people: that a run which names an identity gets no token, because nothing here issues one. */
    public Optional<String> whyNone(Run run) {
        String name = name(run, operation(run));
        return name == null || services.issuer().get() != null
                ? Optional.empty()
                : Optional.of("no token for the identity " + name + ": no issuer with a URL is set up here");
    }

    /** The operations for which a run may have an identity at all: that of its plan, and what it does in the end. */
    public List<Operation> operations(Run run) {
        return List.of(reading(run.operation()), Terms.writing(run));
    }

    private void record(Run run, Token token) {
        // Branches of a build and renewals run at the same time, and each session is evidence.
        services.book().amend(run.id(), now -> {
            ArrayNode sessions = now.fact(SESSIONS) instanceof ArrayNode before ? before.deepCopy() : Json.array();
            sessions.add(token.session());
            return Journey.fact(SESSIONS, sessions);
        });
    }

    /**
     * Where the token of a run goes on its agent, and which variables point there; empty where there is none.
     *
     * @param area working directory of the run on the agent, absolute
     */
    public Optional<CloudBinding> binding(Run run, Operation operation, Path area) {
        Contract contract = contract(run, operation);
        Identity identity = contract == null ? null : identity(contract);
        return identity == null || services.issuer().get() == null
                ? Optional.empty()
                : Optional.of(
                        CloudBinding.of(identity, contract.identity().sessionName(), new WorkArea(area).identity()));
    }

    private Identity identity(Contract contract) {
        return contract.identity() == null
                ? null
                : services.admission()
                        .get()
                        .catalog()
                        .identity(contract.identity().name())
                        .orElse(null);
    }

    private IssueFacts facts(Run run, Operation operation, Issuer issuer) {
        Contract contract = contract(run, operation);
        Catalog catalog = services.admission().get().catalog();
        JsonNode replayed = run.fact("request").path("replayed");
        Sha256 digest = digest(run);
        return new IssueFacts(
                run.id(),
                operation,
                run.source().kind(),
                replayed.isBoolean() ? Tri.of(replayed.asBoolean()) : Tri.UNKNOWN,
                standing(run.state()),
                contract,
                contract == null ? null : identity(contract),
                catalog.stack(run.stackName()).map(Stack::environment).orElse(null),
                issuer.url(),
                digest,
                operation.isWrite() && isApproved(run) ? digest : null,
                approvers(run),
                services.clock().instant());
    }

    /** What the run does now, as far as a token is concerned. */
    public static Operation operation(Run run) {
        return switch (standing(run.state())) {
            case PLANNING, PLANNED, UNKNOWN, OVER -> reading(run.operation());
            case APPROVED, DOOR, APPLYING -> Terms.writing(run);
        };
    }

    /** The operation that a run's plan is, for its identity. */
    static Operation reading(Operation operation) {
        return operation == Operation.DRIFT ? Operation.DRIFT : Operation.PLAN;
    }

    static Standing standing(RunState state) {
        return switch (state) {
            case PLANNING -> Standing.PLANNING;
            case PLANNED, POLICY_CHECKED, POLICY_OVERRIDDEN, AWAITING_APPROVAL -> Standing.PLANNED;
            case APPROVED, APPLY_QUEUED, APPLY_ASSIGNED -> Standing.APPROVED;
            case LOCKED -> Standing.DOOR;
            case APPLYING -> Standing.APPLYING;
            case REQUESTED, ADMITTED, QUEUED, ASSIGNED, PREPARING -> Standing.UNKNOWN;
            default -> Standing.OVER;
        };
    }

    /** The contract for an operation, or null where there is none or its signature is not ours. */
    private Contract contract(Run run, Operation operation) {
        JsonNode signed = run.fact(operation.isWrite() ? writing(run) : "contract");
        if (!signed.isObject()) {
            return null;
        }
        try {
            // Whether it is still valid is a condition of its own: here only whether it is ours.
            return SignedContract.ofJson(signed).check(services.keys().publicKeys(), Instant.EPOCH);
        } catch (IacException e) {
            return null;
        }
    }

    /** Before the apply has a contract of its own, tools of a script may have one. */
    private static String writing(Run run) {
        return run.facts().has("applyContract") ? "applyContract" : "toolContract";
    }

    private static Sha256 digest(Run run) {
        JsonNode digest = run.fact("plan").path("digest");
        return digest.isTextual() ? Sha256.parse(digest.asText()) : null;
    }

    /** While the tool applies, what was counted at the door counts: a token must not end in the middle of a change. */
    private boolean isApproved(Run run) {
        return run.state() == RunState.APPLYING
                || Votes.requirements(run).isEmpty()
                || new Votes(services).status(run).isApproved();
    }

    private static List<String> approvers(Run run) {
        List<String> approvers = new ArrayList<>();
        run.fact("approval")
                .path("approvals")
                .forEach(a -> approvers.add(a.path("user").asText()));
        return approvers;
    }
}
