package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.evidence.Envelope;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.evidence.Statement;
import io.jenkins.plugins.iac.evidence.Subject;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.plan.PlanDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Seals a run that came to an end: a statement of everything its records say, signed, appended to the log, and copied to
 * the run's artifacts with the checkpoint that covers it. A run that ended with something in doubt is sealed as that.
 */
public final class Sealer {
    /** Names under which artifacts of a run are found. */
    public static final String EVIDENCE = "evidence.dsse.json";

    public static final String CHECKPOINT = "checkpoint.txt";
    private final RunServices services;

    public Sealer(RunServices services) {
        this.services = services;
    }

    /**
     * Seals the run; one that is sealed already stays as it is. The statement is on the disk before it goes into the log:
     * after a crash between the log and the journal the same bytes are taken again, which the log knows, so that a run has
     * one record however often it is sealed. A controller that another one took over from adds nothing to the log.
     */
    public Run seal(Run run) {
        if (!Lifecycle.isEnd(run.state())) {
            return run;
        }
        services.book().ensureValid();
        new Artifacts(services).refresh(run);
        Path artifacts = services.artifacts(run.id());
        try (EvidenceLog log = services.log().get()) {
            DurableFiles.directory(artifacts);
            Dsse envelope = begun(run, artifacts.resolve(EVIDENCE), log).orElse(null);
            if (envelope == null) {
                envelope = statement(run).seal(services.keys().current());
                DurableFiles.replace(artifacts.resolve(EVIDENCE), Envelope.bytes(envelope));
            }
            EvidenceLog.Appended place = log.append(envelope);
            DurableFiles.replace(
                    artifacts.resolve(CHECKPOINT), place.checkpoint().getBytes(StandardCharsets.UTF_8));
            ObjectNode facts = Json.object();
            facts.putObject("evidence")
                    .put("file", artifacts.resolve(EVIDENCE).toString())
                    .put("sha256", Sha256.of(Envelope.bytes(envelope)).toString())
                    .put("index", place.index());
            Run sealed = services.book().step(run, RunState.SEALED, facts);
            // Whatever the end was, nobody will apply this plan any more, and it holds secrets.
            if (Lifecycle.freezes(run.state())) {
                // Somebody will write why the lock of its stack is broken.
                services.plans().forgetPlan(run.id());
            } else {
                services.plans().forget(run.id());
            }
            return sealed;
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "sealing the evidence",
                    "run " + run.id(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "space for the run's artifacts",
                    "free some space; the run is sealed when it is next looked at");
        }
    }

    private Statement statement(Run run) {
        ObjectNode predicate = predicate(run, SealTime.of(services));
        return new Statement(subjects(run, predicate), predicate);
    }

    /**
     * What an earlier attempt signed: taken again if it is about this end of this run, and either in the log already or
     * still to be verified by the key that signs now. Anything else is made anew.
     */
    private Optional<Dsse> begun(Run run, Path file, EvidenceLog log) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Dsse envelope = Dsse.ofJson(Json.parse(Files.readString(file)));
            JsonNode predicate = Json.mapper().readTree(envelope.payload()).path("predicate");
            boolean same = predicate.path("run").asText().equals(run.id())
                    && predicate.path("outcome").asText().equals(run.state().id())
                    && envelope.verify(services.keys().publicKeys());
            boolean usable = same
                    && (log.contains(envelope)
                            || envelope.keyid()
                                    .equals(services.keys()
                                            .current()
                                            .publicKey()
                                            .keyid()));
            return usable ? Optional.of(envelope) : Optional.empty();
        } catch (JsonProcessingException | IllegalArgumentException | IacException e) {
            return Optional.empty();
        }
    }

    private static List<Subject> subjects(Run run, ObjectNode predicate) {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject(
                Subject.REQUEST,
                Sha256.parse(predicate.path("request").path("digest").asText())));
        JsonNode planFile = run.fact("plan").path("parts").path(DigestPart.PLAN_FILE.id());
        if (planFile.isTextual()) {
            subjects.add(new Subject(Subject.PLAN, Sha256.parse(planFile.asText())));
        }
        JsonNode after = run.fact("apply").path("stateAfter").path("digest");
        JsonNode before = run.fact("apply").path("stateBefore").path("digest");
        JsonNode state = after.isTextual() ? after : before;
        if (state.isTextual()) {
            subjects.add(new Subject(Subject.STATE, Sha256.parse(state.asText())));
        }
        return subjects;
    }

    private static ObjectNode request(Run run) {
        ObjectNode request = run.fact("request").deepCopy();
        request.set("source", Json.tree(run.source()));
        request.put("run", run.id());
        return request;
    }

    private ObjectNode predicate(Run run, SealTime time) {
        Optional<Stack> stack = services.admission().get().catalog().stack(run.stackName());
        Predicate predicate = new Predicate(
                run.id(),
                run.operation().id(),
                run.stackName(),
                stack.map(Stack::environment).orElse(null),
                run.state().id(),
                time.at());
        predicate.source(source(run));
        contract(run, predicate);
        predicate.context(context(run));
        if (run.facts().has("plan")) {
            JsonNode plan = run.fact("plan");
            predicate.plan(Sha256.parse(plan.path("digest").asText()), (ObjectNode) plan.path("parts"), (ObjectNode)
                    plan.path("summary"));
        }
        run.fact("policy").forEach(p -> predicate.policy((ObjectNode) p));
        ApprovalEvidence.add(run, predicate);
        Receipts.all(run).forEach(predicate::receipt);
        run.fact(Identities.SESSIONS).forEach(s -> predicate.identitySession((ObjectNode) s));
        for (String lock : RunLocks.FACTS) {
            if (run.facts().has(lock)) {
                predicate.lock((ObjectNode) run.fact(lock));
            }
        }
        applied(run, predicate);
        if (Terms.isBreakGlass(run)) {
            JsonNode emergency = run.fact("request").path(BreakGlass.REQUEST);
            predicate.incident(
                    "break-glass until " + emergency.path("expiresAt").asText() + ": "
                            + emergency.path("reason").asText()
                            + (BreakGlass.isReviewOpen(run) ? "; the review is open" : ""),
                    run.requestedAt());
        }
        run.steps().forEach(s -> predicate.step(s.state().id(), s.at()));
        if (run.facts().has("refusal")) {
            predicate.incident(
                    run.fact("refusal").path("doing").asText() + ": "
                            + run.fact("refusal").path("found").asText(),
                    run.changedAt());
        }
        if (run.fact("stopped").isObject()) {
            predicate.incident(
                    "stopped by " + run.fact("stopped").path("by").asText() + ": "
                            + run.fact("stopped").path("why").asText(),
                    run.changedAt());
        }
        time.note(predicate);
        if (RescuedStates.has(run)) {
            predicate.incident(RescuedStates.incident(run), run.changedAt());
        }
        IllegalSteps.incidents(run, predicate);
        LogGap.incident(run, predicate);
        BackendLocked.incidents(run, predicate);
        LostTool.of(run).ifPresent(lost -> predicate.incident(lost.sentence(), lost.since()));
        if (run.fact("problem").isObject()) {
            predicate.incident(
                    run.fact("problem").path("doing").asText() + ": "
                            + run.fact("problem").path("found").asText(),
                    run.changedAt());
        }
        return predicate.build();
    }

    private static ObjectNode source(Run run) {
        ObjectNode source = (ObjectNode) Json.tree(run.source());
        source.put("commitVerified", run.fact("request").path("commitVerified").asBoolean(false));
        return source;
    }

    private void contract(Run run, Predicate predicate) {
        JsonNode signed = contract(run);
        if (signed.isObject()) {
            SignedContract.ofJson(signed);
            Dsse envelope = Dsse.ofJson(signed);
            predicate.contract(payload(envelope), envelope);
        } else {
            predicate.refusedRequest(request(run));
        }
    }

    /** The contract of the apply where there was one: it names the digest; else that of the plan; else no object. */
    private static JsonNode contract(Run run) {
        return run.facts().has("applyContract") ? run.fact("applyContract") : run.fact("contract");
    }

    private static ObjectNode payload(Dsse envelope) {
        try {
            return (ObjectNode) Json.mapper().readTree(envelope.payload());
        } catch (IOException e) {
            throw new IllegalStateException("a contract of our own journal is JSON", e);
        }
    }

    private ObjectNode context(Run run) {
        ObjectNode context = Json.object();
        JsonNode parts = run.fact("plan").path("parts");
        JsonNode checkout = run.fact("checkout");
        governed(run, context);
        context.set(
                "runner",
                run.facts().has("applyAgent")
                        ? run.fact("applyAgent")
                        : run.facts().get("agent"));
        context.put("runnerImage", Receipts.image(run).orElse(null));
        context.put("tool", checkout.path("tool").asText(null));
        context.put("toolVersion", checkout.path("toolVersion").asText(null));
        context.put("toolSha256", checkout.path("toolSha256").asText(null));
        context.put("lockFile", checkout.path("lockFile").asText(null));
        context.put("modules", parts.path("modules").asText(null));
        context.put(
                "stateLockId",
                run.fact(RunLocks.FACTS.get(0)).path("backendLockId").asText(null));
        context.set(
                "environmentVariables",
                run.fact("plan").path("environmentVariables").isArray()
                        ? run.fact("plan").path("environmentVariables")
                        : Json.array());
        ArrayNode approvers = context.putArray("approvers");
        run.fact("approval")
                .path("approvals")
                .forEach(a -> approvers.add(a.path("user").asText()));
        return context;
    }

    /** What the contract said; the catalog may have changed since. A run without one has what the catalog says today. */
    private void governed(Run run, ObjectNode context) {
        JsonNode signed = contract(run);
        if (signed.isObject()) {
            JsonNode contract = payload(Dsse.ofJson(signed));
            for (String member : List.of("directory", "workspace", "backend", "pool", "policyBundle")) {
                context.set(member, contract.get(member));
            }
            context.put("identity", contract.path("identity").path("name").asText(null));
            return;
        }
        Catalog catalog = services.admission().get().catalog();
        catalog.stack(run.stackName()).ifPresent(stack -> {
            context.put("directory", stack.directory());
            context.put("workspace", stack.workspace());
            context.set("backend", Json.tree(stack.backend()));
        });
        context.put("policyBundle", catalog.policyBundle().toString());
        context.put("pool", run.fact("admission").path("pool").asText(null));
        context.put("identity", run.fact("admission").path("identity").asText(null));
    }

    private static void applied(Run run, Predicate predicate) {
        JsonNode apply = run.fact("apply");
        Instant started = run.applyingSince();
        if (started == null) {
            return;
        }
        JsonNode ended = apply.path("endedAt");
        ObjectNode parts = run.fact("plan").path("parts").deepCopy();
        apply.path("measured").properties().forEach(p -> parts.set(p.getKey(), p.getValue()));
        predicate.applied(
                PlanDigest.of(parts).digest(),
                started,
                ended.isTextual() ? Instant.parse(ended.asText()) : null,
                apply.path("outcome").asText(RunState.APPLY_UNKNOWN.id()));
        if (apply.path("stateBefore").isObject()) {
            predicate.stateBefore((ObjectNode) apply.path("stateBefore"));
        }
        if (apply.path("stateAfter").isObject()) {
            predicate.stateAfter((ObjectNode) apply.path("stateAfter"));
        }
        if (apply.path("logSha256").isTextual()) {
            predicate.log("apply.log", Sha256.parse(apply.path("logSha256").asText()));
        }
        if (run.fact("verification").isObject()) {
            predicate.verification((ObjectNode) run.fact("verification"));
        }
    }
}
