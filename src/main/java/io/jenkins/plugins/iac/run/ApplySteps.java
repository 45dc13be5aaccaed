package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.identity.CloudBinding;
import io.jenkins.plugins.iac.identity.Token;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.worker.JobRequest;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The door: everything between an approved plan and the end of its apply, in this order: may it be applied now, agent and
 * its receipt, freeze and lock, approvals, the parts of the digest that need no credential, credential, then on the agent
 * lineage and serial and the parts that need the backend, apply, verification, release. Each method is one or two steps of
 * the lifecycle; every record is written before its effect.
 */
public final class ApplySteps {
    private final RunServices services;
    private final Journey journey;
    private final Votes votes;
    private final DoorPolicies policies;
    private final DoorDigest digest;
    private final RunLocks locks;

    public ApplySteps(RunServices services) {
        this.services = services;
        this.journey = new Journey(services);
        this.votes = new Votes(services);
        this.policies = new DoorPolicies(services);
        this.digest = new DoorDigest(services);
        this.locks = new RunLocks(services);
    }

    /**
     * Whether the run may go to the door now. Refusals that time or people may lift leave the run where it is.
     *
     * @return the run as {@code apply_queued}
     */
    public Run queued(Run before) {
        Run run = mayQueue(before, false);
        Terms terms = Terms.of(run, services, services.clock().instant());
        return inQueue(policies.judgeQueued(asked(run, terms), terms));
    }

    /**
     * Whether the run may wait for its turn at the door: as {@link #queued}, but a freeze of the calendar or a closed window
     * only makes it wait. The door itself asks again.
     */
    Run inLine(Run before) {
        return inQueue(mayQueue(before, true));
    }

    /** What is asked outside must be fresh when the apply begins, and nobody is asked twice. */
    private Run asked(Run run, Terms terms) {
        return new TaskSteps(services).ask(run, terms, TaskStage.BEFORE_APPLY);
    }

    private Run inQueue(Run run) {
        return run.state() == RunState.APPLY_QUEUED ? run : services.book().step(run, RunState.APPLY_QUEUED);
    }

    private Run mayQueue(Run before, boolean waits) {
        Run run = votes.settle(before);
        if (run.state() == RunState.AWAITING_APPROVAL || run.isAwaitingOverride()) {
            throw waiting(run);
        }
        if (run.state() != RunState.APPROVED && run.state() != RunState.APPLY_QUEUED) {
            // Before anybody is asked and anything is written: checks of others are told of runs that go on.
            throw services.book().illegal(run, RunState.APPLY_QUEUED);
        }
        // Without room it would end on the way as failed; here it may come again.
        services.book().ensureWritable();
        Terms terms = Terms.of(run, services, services.clock().instant());
        if (!terms.apply().admitted() && !(waits && PlanResults.mayEverApply(terms.apply()))) {
            List<Condition> failures = terms.apply().failures();
            Condition first = failures.get(0);
            throw refused(run, first.rule() + " is " + first.found(), first.expected(), first.message(), failures);
        }
        inTime(run);
        return run;
    }

    /** An emergency is over when its time is over, whoever approved what. */
    private void inTime(Run run) {
        if (BreakGlass.isOver(run, services.clock().instant())) {
            throw journey.refuse(
                    run,
                    RunState.EXPIRED,
                    "checking the time of the break-glass run",
                    "an emergency that was over at "
                            + run.fact("request")
                                    .path(BreakGlass.REQUEST)
                                    .path("expiresAt")
                                    .asText(),
                    "an apply before that",
                    "ask for a new one",
                    List.of());
        }
    }

    private IacException waiting(Run run) {
        ApprovalStatus status = votes.status(run);
        List<Condition> why = new ArrayList<>(DoorPolicies.standing(run));
        status.missing().stream()
                .map(m -> Condition.failed(
                        "approval:" + m.requirement(),
                        m.need() + " of " + String.join(", ", m.teams()),
                        String.valueOf(m.have()),
                        "ask somebody of these teams to approve "
                                + run.fact("plan").path("digest").asText()))
                .forEach(why::add);
        boolean override = run.isAwaitingOverride();
        return refused(
                run,
                override ? "a plan that a soft-mandatory policy refuses" : "a plan that is not approved",
                override ? "an override by the override team" : "every approval that the environment asks for",
                override ? run.next() : "have it approved, then apply again",
                why);
    }

    static IacException refused(Run run, String found, String expected, String next, List<Condition> why) {
        return new IacException(
                IacException.Kind.REFUSED,
                new Problem("applying", "stack " + run.stackName() + ", run " + run.id(), found, expected, next),
                why,
                null);
    }

    /** An agent took the apply: a new contract with the approved digest, and a fresh checkout at the approved path. */
    public JobRequest preparing(Run run, Location location, ObjectNode agent) {
        Instant now = services.clock().instant();
        Terms terms = Terms.of(run, services, now);
        Contract contract = contract(run, location, terms, now);
        JobRequest job = journey.prepare(
                run, contract, location, run.fact("plan").path("area").asText());
        ObjectNode facts = Json.object();
        facts.set("applyAgent", agent);
        facts.set("applyContract", job.contract());
        services.book().step(run, RunState.APPLY_ASSIGNED, facts);
        return job;
    }

    /** What programs of the agent are to be asked before the door; it judges their answers with everything else. */
    public List<TaskQuestion> questions(Run run) {
        Terms terms = Terms.of(run, services, services.clock().instant());
        return new TaskSteps(services).onAgent(run, terms, TaskStage.BEFORE_APPLY);
    }

    /** Takes in what programs of the agent said. */
    public Run answered(Run run, List<TaskQuestion> asked, JsonNode found) {
        Terms terms = Terms.of(run, services, services.clock().instant());
        return new TaskSteps(services).answered(run, terms, TaskStage.BEFORE_APPLY, asked, found);
    }

    private Contract contract(Run run, Location location, Terms terms, Instant now) {
        JsonNode plan = run.fact("plan");
        return Contracts.write(
                run,
                Terms.writing(run),
                terms.catalog(),
                terms.stack(),
                terms.pool(),
                terms.identity(),
                Votes.requirements(run),
                location,
                plan.path("area").asText(),
                hash(plan.path("parts").path(DigestPart.LOCK_FILE.id())),
                Sha256.parse(plan.path("digest").asText()),
                services.issuerUrl(),
                now);
    }

    /**
     * The contract under which tools of a script may have the identity of the apply, before the apply itself.
     *
     * @throws IacException of kind REFUSED if the run may not go to the door now
     */
    public Run contractForTools(Run before, Location location) {
        Instant now = services.clock().instant();
        Run run = mayQueue(before, false);
        Terms terms = Terms.of(run, services, now);
        // Here is no door behind it that would ask for the answers of the agent's programs.
        new TaskSteps(services).unanswered(run, terms).ifPresent(check -> {
            throw refused(
                    run,
                    check.policy() + " has no answer: " + check.reason(),
                    "an answer of every mandatory check",
                    "a program of the agent answers only to iacApply: give the check an url, or apply without iacCredentials",
                    List.of());
        });
        Run queued = inQueue(policies.judge(asked(run, terms), terms));
        Contract contract = contract(queued, location, terms, now);
        JsonNode signed =
                SignedContract.sign(contract, services.keys().current()).json();
        return services.book().facts(queued, Journey.fact("toolContract", signed));
    }

    private static Sha256 hash(JsonNode text) {
        return text.isTextual() ? Sha256.parse(text.asText()) : null;
    }

    /**
     * Judges what was prepared, takes the lock, asks again for approvals, and compares every part of the digest that needs
     * no credential. Only after this may the credential of the apply be issued.
     *
     * @param planFile checksum of the saved plan as it was restored for this apply
     * @return the run as {@code locked}
     * @throws IacException of kind REFUSED if something does not hold; the run is back in the queue (freeze, lock) or has
     *     ended as {@code refused} or {@code expired}
     */
    public Run door(Run run, JsonNode prepared, Sha256 planFile) {
        Instant now = services.clock().instant();
        Terms terms = Terms.of(run, services, now);
        Run told = prepared.path("receipt").isObject()
                ? services.book().facts(run, Journey.fact(Receipts.OF_APPLY, prepared.path("receipt")))
                : run;
        new PlanSteps(services).judgeReceipt(told, prepared, terms.pool());
        inTime(told);
        Run judged = policies.judge(told, terms);
        Run locked = lock(judged, terms, now);
        try {
            approvals(locked);
            digest.compare(locked, terms, prepared, planFile);
            return locked;
        } catch (RuntimeException e) {
            locks.release(locked);
            throw e;
        }
    }

    private Run lock(Run run, Terms terms, Instant now) {
        try {
            ObjectNode facts = locks.take(run, terms, now);
            return services.book().step(run, RunState.LOCKED, facts);
        } catch (IacException e) {
            services.book().step(run, RunState.APPLY_QUEUED);
            throw e;
        }
    }

    private void approvals(Run run) {
        if (!SignedQuestion.holds(run, services.keys().publicKeys())) {
            throw journey.refuse(
                    run,
                    RunState.REFUSED,
                    "checking the approvals at the door",
                    "requirements that this controller did not sign when it asked for approvals of this plan",
                    "what it asked for then",
                    "see who writes into the journal, and plan again",
                    List.of());
        }
        if (Votes.requirements(run).isEmpty()) {
            return;
        }
        ApprovalStatus status = votes.status(run);
        if (!status.isApproved()) {
            boolean expired = status.state() == ApprovalStatus.State.EXPIRED
                    || status.refused().stream().anyMatch(r -> r.reason().rule().equals("vote.age"));
            throw journey.refuse(
                    run,
                    expired ? RunState.EXPIRED : RunState.REFUSED,
                    "checking the approvals at the door",
                    expired ? "approvals that are too old" : "approvals that no longer count",
                    "every approval that the environment asks for, still valid",
                    "plan again and have it approved",
                    status.refused().stream()
                            .map(ApprovalStatus.Refused::reason)
                            .toList());
        }
    }

    /** What the apply's identity needs on the agent; empty where it has none. */
    public Optional<CloudBinding> binding(Run run, JsonNode prepared) {
        return new Identities(services).binding(run, Terms.writing(run), Journey.area(prepared));
    }

    /**
     * The first token of the apply, for a run that passed the door and has a {@link #binding}.
     *
     * @throws IacException of kind REFUSED if it gets none; the run has ended as {@code refused} then
     */
    public Token identity(Run locked) {
        try {
            return new Identities(services).issue(locked);
        } catch (IacException e) {
            IacException refused = journey.refused(locked, RunState.REFUSED, e);
            locks.release(locked);
            throw refused;
        }
    }

    /**
     * The last step before something is changed: from here on a crash leaves {@code apply_unknown}.
     *
     * <p>The token is issued between {@link #door} and this ({@link #identity}).
     *
     * @throws IacException if the lock is no longer this run's, or there is no room for the records of how it ends; nothing
     *     was changed then
     */
    public JobRequest applying(Run run, JobRequest job, JsonNode prepared) {
        services.locks().held(LockScope.stack(run.stack()), run.id(), RunLocks.token(run));
        services.book().ensureWritable();
        ObjectNode expected = (ObjectNode) run.fact("plan").path("parts").deepCopy();
        Optional<CloudBinding> binding = binding(run, prepared);
        services.book().step(run, RunState.APPLYING);
        return journey.next(Phase.APPLY, job, prepared, binding, expected);
    }

    /** The id of the backend's own lock, told while the apply is at work: recorded at once, for where no answer follows. */
    public void backendLock(String run, String id) {
        locks.backend(services.book().get(run), id);
    }

    /**
     * Takes the worker's answer in; of a run whose answer was taken in already, nothing but what a crash left of that.
     *
     * @return the run at its end: {@code verified}, {@code verification_failed}, {@code apply_failed},
     *     {@code apply_unknown}
     * @throws IacException of kind REFUSED if the worker found a part that differs and started nothing, or did not get the
     *     backend's lock: the run is back in the queue then
     */
    public Run applied(Run run, JsonNode result) {
        if (BackendLocked.isTakenIn(run)) {
            return BackendLocked.takenIn(run, services);
        }
        ObjectNode facts = Journey.fact("apply", result);
        if (result.path("backendLockId").isTextual()) {
            locks.backend(run, result.path("backendLockId").asText());
        }
        if (NotStarted.isSaid(result)) {
            Run now = services.book().get(run.id());
            if (NotStarted.contradicts(now, result)) {
                return unknown(now, NotStarted.contradiction(now));
            }
            // The record comes first: a lock that a crash leaves behind it belongs to a run on which nobody works.
            IacException refusal = NotStarted.isLockedOut(result)
                    ? BackendLocked.back(run, result, services)
                    : result.has("problem")
                            ? NotStarted.failed(run, result, services)
                            : digest.measuredOtherwise(run, result);
            locks.release(run);
            throw refusal;
        }
        String outcome = result.path("outcome").asText();
        if (!outcome.equals(RunState.APPLIED.id())) {
            RunState end = outcome.equals(RunState.APPLY_FAILED.id()) ? RunState.APPLY_FAILED : RunState.APPLY_UNKNOWN;
            return frozen(services.book().step(run, end, facts));
        }
        Run applied = services.book().step(run, RunState.APPLIED, facts);
        services.plans().forgetPlan(run.id());
        Run verifying = services.book().step(applied, RunState.VERIFYING);
        JsonNode verification = result.path("verification");
        ObjectNode more = Journey.fact("verification", verification);
        boolean empty = verification.path("empty").asBoolean(false)
                && verification.path("checksPassed").asBoolean(false);
        boolean kept = policies.verified(verifying, empty, more);
        if (!empty || !kept) {
            return frozen(services.book().step(verifying, RunState.VERIFICATION_FAILED, more));
        }
        Run verified = services.book().step(verifying, RunState.VERIFIED, more);
        locks.release(verified);
        return services.book().get(run.id());
    }

    /** The same of a run whose answer may have been taken in already. */
    public Run lost(Run run, Problem problem) {
        return run.state() == RunState.APPLYING ? unknown(run, problem) : BackendLocked.takenIn(run, services);
    }

    /** Nobody can say what happened: the host lost the worker, or the worker its tool. */
    public Run unknown(Run run, Problem problem) {
        ObjectNode facts = Journey.fact("apply", Journey.fact("problem", Json.tree(problem)));
        return frozen(services.book().step(run, RunState.APPLY_UNKNOWN, facts));
    }

    private Run frozen(Run run) {
        locks.freeze(run, run.state());
        return services.book().get(run.id());
    }

    /** For pages and logs: where the approval stands. */
    public ObjectNode approval(Run run) {
        return ApprovalJson.write(votes.status(run));
    }
}
