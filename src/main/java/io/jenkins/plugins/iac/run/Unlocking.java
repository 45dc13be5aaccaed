package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.evidence.Envelope;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.evidence.Statement;
import io.jenkins.plugins.iac.evidence.Subject;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockRecords;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.IacException.Kind;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Breaks the lock of a stack and leaves evidence: a record in the journal before the lock is gone, then a sealed statement
 * of its own in the log, since that of the lock's run is closed. Its request is the signed order to break the lock, its
 * operation {@code unlock}, its outcome {@value #OUTCOME}.
 */
public final class Unlocking {
    /** What the evidence calls the end. */
    public static final String OUTCOME = "unlocked";

    /** Not a contract's type: nobody can take an order to unlock for one. */
    static final String PAYLOAD_TYPE = "application/vnd.jenkins.iac-runners.unlock.v1+json";

    private static final String PERMISSION = "permission";

    /** What the order says of it where no host knew who called. */
    public static final String NOT_CHECKED =
            "permission not checked: the command line trusts whoever may write this home";

    private final RunServices services;

    public Unlocking(RunServices services) {
        this.services = services;
    }

    /**
     * What was done.
     *
     * @param id name of the record in the evidence log; finds it as a run's name does
     * @param lock as it was
     * @param reason as it was recorded, without secrets
     * @param evidence the envelope's file
     */
    public record Unlocked(String id, Lock lock, String reason, Path evidence) {}

    /**
     * Breaks the lock. A host that knows who calls has checked the permission. One that does not is asked as a vote is: where such votes
     * do not count, nor where it is not known whether the stack's environment is or was protected, it breaks nothing; elsewhere order and evidence say that
     * nobody checked.
     *
     * @param token fencing token of the lock that is meant: choice and reason were given for that one
     * @param by who does it
     * @param authenticated whether the host knows that it is them
     * @param caller whom the host saw, for the evidence
     * @param reason kept without the secrets of the plan of the lock's run
     * @param choice which of the {@link RecoveryChoice#offered offered} ways was taken, or null where that was not said
     * @throws IacException of kind BAD_INPUT without a lock or a reason, or with a choice that is not offered, REFUSED if the lock's run is or may be alive and
     *     did not end in doubt, or if the lock is another one by now
     */
    public Unlocked unlock(
            StackId stack,
            long token,
            String by,
            boolean authenticated,
            ObjectNode caller,
            RecoveryChoice choice,
            String reason,
            Liveness liveness) {
        ObjectNode more = Json.object();
        if (!authenticated) {
            checkPermission(stack);
            more.put(PERMISSION, NOT_CHECKED);
        }
        return unlock(stack, token, by, authenticated, caller, choice, reason, liveness, more);
    }

    private Optional<Environment> environment(StackId stack) {
        Catalog catalog = services.admission().get().catalog();
        return catalog.stack(stack.value()).map(Stack::environment).flatMap(catalog::environment);
    }

    private void checkPermission(StackId stack) {
        Lock lock = services.locks().table().lock(LockScope.stack(stack)).orElse(null);
        if (lock == null) {
            return;
        }
        JsonNode recorded = services.book()
                .known(lock.run())
                .map(run -> run.fact("admission").path(Explained.PROTECTED))
                .orElse(NullNode.instance);
        Condition condition = permission(environment(stack).orElse(null), recorded, services.unauthenticatedVotes());
        if (!condition.passed()) {
            throw new IacException(
                    Kind.REFUSED,
                    new Problem(
                            "breaking a lock",
                            "stack " + stack,
                            condition.found(),
                            condition.expected(),
                            condition.message()),
                    List.of(condition),
                    null);
        }
    }

    /**
     * Whether somebody whom nobody authenticated may break a lock. Such a caller may have written the catalog, too: an environment is
     * protected if the catalog says so now or said so when the lock's run was admitted.
     *
     * @param environment null where it is not known
     * @param recorded what the lock's run has of the same; missing in a run of a version that did not record it, which leaves
     *     the catalog alone; what is neither that nor a boolean is unknown
     */
    static Condition permission(Environment environment, JsonNode recorded, UnauthenticatedVotes votes) {
        boolean known = environment != null && (recorded.isMissingNode() || recorded.isBoolean());
        boolean was = known && recorded.asBoolean();
        return Condition.of(
                "unlock.authenticated",
                votes == UnauthenticatedVotes.EVERYWHERE || known && !was && votes.countIn(environment),
                "somebody whom the host has authenticated",
                "nobody knows who calls, and the stack is in " + where(environment, known, was),
                environment == null
                        ? "put the stack back into the catalog"
                        : "use a host that logs people in, or a home that was made with --trust-local-votes");
    }

    private static String where(Environment environment, boolean known, boolean was) {
        if (environment == null) {
            return "an unknown environment";
        }
        String name = environment.name();
        if (environment.isProtected()) {
            return "the protected environment " + name;
        }
        return "environment " + name
                + (was
                        ? ", and its environment was protected when the lock's run was admitted"
                        : known ? "" : ", and nobody knows whether it was protected when the lock's run was admitted");
    }

    /** The same with more to say in the signed order; the permission was checked, whatever it is. */
    Unlocked unlock(
            StackId stack,
            long token,
            String by,
            boolean authenticated,
            ObjectNode caller,
            RecoveryChoice choice,
            String reason,
            Liveness liveness,
            ObjectNode more) {
        SealTime time = SealTime.of(services);
        Instant now = time.at();
        String id = RunId.create(now);
        String why = services.locks()
                .table()
                .lock(LockScope.stack(stack))
                .filter(held -> reason != null)
                .map(held -> services.plans().hiding(held.run()).apply(reason))
                .orElse(reason);
        // The order is on the disk before the lock is gone, so that a crash behind the journal's record loses no
        // evidence.
        Lock lock = services.locks().breakLock(LockScope.stack(stack), by, authenticated, why, liveness, held -> {
            checkMeant(stack, held, token);
            checkOffered(stack, held, choice);
            ObjectNode order = order(id, stack, held, by, authenticated, why, now);
            order.put("choice", choice == null ? null : choice.id());
            order.set("caller", caller);
            order.setAll(more);
            LostTool lost = lost(held).orElse(null);
            order.put("lostTool", lost == null ? null : lost.sentence());
            prepare(id, stack, order, held, by, time);
            return id;
        });
        Path evidence = append(id);
        note(lock.run(), id);
        services.plans().forget(lock.run());
        return new Unlocked(id, lock, why, evidence);
    }

    private static ObjectNode order(
            String id, StackId stack, Lock lock, String by, boolean authenticated, String reason, Instant now) {
        return Json.object()
                .put("run", id)
                .put("operation", Operation.UNLOCK.id())
                .put("stack", stack.value())
                .put("lockOf", lock.run())
                .put("token", lock.token())
                .put("frozenBecause", lock.frozenBecause())
                .put("by", by)
                .put("authenticated", authenticated)
                .put("reason", reason)
                .put("at", now.toString());
    }

    /** The process that the lock's run lost: a person who breaks the lock while it may be at work is to have known it. */
    private Optional<LostTool> lost(Lock held) {
        return services.book().known(held.run()).flatMap(LostTool::of);
    }

    private static void checkMeant(StackId stack, Lock held, long token) {
        if (held.token() != token) {
            throw IacException.refused(
                    "breaking a lock",
                    "stack " + stack,
                    "another run holds it now: " + held.run(),
                    "the lock that was looked at",
                    "look at the locks again");
        }
    }

    private static void checkOffered(StackId stack, Lock held, RecoveryChoice choice) {
        if (choice != null && !RecoveryChoice.offered(held.frozenBecause()).contains(choice)) {
            throw IacException.badInput(
                    "breaking a lock",
                    "stack " + stack,
                    "the choice " + choice.id() + " for a lock whose run did not end in doubt",
                    "no choice",
                    "leave the choice out");
        }
    }

    private void prepare(String id, StackId stack, ObjectNode order, Lock lock, String by, SealTime time) {
        Instant now = time.at();
        Dsse signed = Dsse.sign(
                PAYLOAD_TYPE, CanonicalJson.bytes(order), services.keys().current());
        String environment = services.admission()
                .get()
                .catalog()
                .stack(stack.value())
                .map(Stack::environment)
                .orElse(null);
        Predicate predicate = new Predicate(id, Operation.UNLOCK.id(), stack.value(), environment, OUTCOME, now)
                .contract(order, signed);
        predicate.source(Json.object().put("actor", by).put("trigger", "person"));
        for (Lock held : services.locks().table().locksOf(lock.run())) {
            predicate.lock(Json.object()
                    .put("kind", held.scope().kind())
                    .put("name", held.scope().name())
                    .put("token", held.token())
                    .put("acquired", held.since().toString())
                    .put("released", now.toString())
                    .put("brokenBy", by)
                    .put("reason", order.path("reason").asText())
                    .put("backendLockId", held.backendLockId()));
        }
        predicate.incident(
                "the lock of run " + lock.run() + " was broken"
                        + (lock.isFrozen()
                                ? "; the run ended as " + lock.frozenBecause() + "; the choice was "
                                        + order.path("choice").asText("not said")
                                : ""),
                now);
        if (order.has(PERMISSION)) {
            predicate.incident(order.path(PERMISSION).asText(), now);
        }
        lost(lock).ifPresent(lost -> predicate.incident(lost.sentence(), now));
        time.note(predicate);
        Dsse envelope = new Statement(
                        List.of(new Subject(Subject.REQUEST, Sha256.of(CanonicalJson.bytes(order)))), predicate.build())
                .seal(services.keys().current());
        try {
            DurableFiles.directory(services.artifacts(id));
            DurableFiles.replace(services.artifacts(id).resolve(Sealer.EVIDENCE), Envelope.bytes(envelope));
        } catch (IOException e) {
            throw failed(stack.value(), e, "free some space; the lock is as it was");
        }
    }

    /** Takes what was prepared into the log. */
    private Path append(String id) {
        Path artifacts = services.artifacts(id);
        Path evidence = artifacts.resolve(Sealer.EVIDENCE);
        try (EvidenceLog log = services.log().get()) {
            Dsse envelope = Dsse.ofJson(Json.parse(Files.readString(evidence)));
            EvidenceLog.Appended place = log.append(envelope);
            DurableFiles.replace(
                    artifacts.resolve(Sealer.CHECKPOINT), place.checkpoint().getBytes(StandardCharsets.UTF_8));
            return evidence;
        } catch (IOException e) {
            throw failed("record " + id, e, "free some space; the lock is broken and the journal says by whom");
        }
    }

    /** Tells the run whose lock it was, once, what the prepared order says. */
    private void note(String owner, String id) {
        Optional<Run> untold = services.book().known(owner).filter(Unlocking::isUntold);
        if (untold.isEmpty()) {
            return;
        }
        Path evidence = services.artifacts(id).resolve(Sealer.EVIDENCE);
        try {
            JsonNode order = Json.parse(new String(
                            Dsse.ofJson(Json.parse(Files.readString(evidence))).payload(), StandardCharsets.UTF_8))
                    .path("predicate")
                    .path("request")
                    .path("document");
            ObjectNode fact = Json.object();
            for (String member : List.of("by", "authenticated", "at", "choice", "reason", Run.OVERRIDES)) {
                if (order.has(member)) {
                    fact.set(member, order.get(member));
                }
            }
            services.book().facts(untold.get(), Journey.fact(Run.UNLOCKED, fact.put("evidence", evidence.toString())));
        } catch (IOException e) {
            throw failed("record " + id, e, "look at the disk; the lock is broken and the journal says by whom");
        }
    }

    /** Whether somebody broke a lock and was gone before the evidence log and the run knew: whoever recovers ends that. */
    public static boolean isUnfinished(Collection<JournalRecord> records, RunHistory runs) {
        return records.stream()
                .filter(r -> r.type().equals(LockRecords.BROKEN) && r.data().hasNonNull("evidence"))
                .anyMatch(r -> isUntold(runs.find(r.run())));
    }

    private static boolean isUntold(Run owner) {
        return owner != null
                && !owner.facts().has(RunBook.COMPACTED)
                && !owner.facts().has(Run.UNLOCKED);
    }

    private static IacException failed(String where, IOException e, String next) {
        return IacException.toolFailed(
                "sealing the evidence of the unlock",
                where,
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "space for the evidence",
                next);
    }

    /**
     * Takes the evidence of locks that were broken into the log, and tells their runs, where a crash came in between.
     */
    void finish() {
        services.locks().broken().forEach((id, owner) -> {
            Path artifacts = services.artifacts(id);
            if (Files.isRegularFile(artifacts.resolve(Sealer.EVIDENCE))) {
                if (!Files.exists(artifacts.resolve(Sealer.CHECKPOINT))) {
                    append(id);
                }
                note(owner, id);
            }
        });
    }
}
