package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.evidence.Envelope;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.evidence.Statement;
import io.jenkins.plugins.iac.evidence.Subject;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Seals the review of an emergency run as a record of the evidence log of its own, since that of the run is closed. It names
 * the run and its evidence; a crash before the journal knows of it leaves the review open, never the other way round.
 */
final class ReviewRecord {
    /** What the evidence calls the end of a review. */
    static final String OUTCOME = "reviewed";

    private static final String PAYLOAD_TYPE = "application/vnd.jenkins.iac-runners.review.v1+json";

    /** What was sealed. */
    record Sealed(String id, Instant at, Path evidence) {}

    private final RunServices services;

    ReviewRecord(RunServices services) {
        this.services = services;
    }

    Sealed seal(Run run, String by, boolean authenticated, ObjectNode caller, String text) {
        SealTime time = SealTime.of(services);
        Instant now = time.at();
        String id = RunId.create(now);
        ObjectNode order = Json.object()
                .put("run", id)
                .put("operation", run.operation().id())
                .put("stack", run.stackName())
                .put("reviewOf", run.id())
                .put("evidenceOf", run.fact("evidence").path("sha256").asText(null))
                .put("by", by)
                .put("authenticated", authenticated)
                .put("review", text)
                .put("at", now.toString());
        order.set("caller", caller);
        order.set("breakGlass", BreakGlass.asked(run));
        Dsse signed = Dsse.sign(
                PAYLOAD_TYPE, CanonicalJson.bytes(order), services.keys().current());
        String environment = services.admission()
                .get()
                .catalog()
                .stack(run.stackName())
                .map(Stack::environment)
                .orElse(null);
        Predicate predicate = new Predicate(id, run.operation().id(), run.stackName(), environment, OUTCOME, now)
                .contract(order, signed);
        predicate.source(Json.object().put("actor", by).put("trigger", "person"));
        predicate.incident("the break-glass run " + run.id() + " was reviewed by " + by + ": " + text, now);
        time.note(predicate);
        Dsse envelope = new Statement(
                        List.of(new Subject(Subject.REQUEST, Sha256.of(CanonicalJson.bytes(order)))), predicate.build())
                .seal(services.keys().current());
        Path artifacts = services.artifacts(id);
        Path evidence = artifacts.resolve(Sealer.EVIDENCE);
        try (EvidenceLog log = services.log().get()) {
            DurableFiles.directory(artifacts);
            DurableFiles.replace(evidence, Envelope.bytes(envelope));
            EvidenceLog.Appended place = log.append(envelope);
            DurableFiles.replace(
                    artifacts.resolve(Sealer.CHECKPOINT), place.checkpoint().getBytes(StandardCharsets.UTF_8));
            return new Sealed(id, now, evidence);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "sealing a review",
                    "run " + run.id(),
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "space for the evidence",
                    "free some space and write the review again");
        }
    }
}
