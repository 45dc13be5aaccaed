package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.report.Review;
import io.jenkins.plugins.iac.report.SummaryHtml;
import io.jenkins.plugins.iac.report.SummaryMarkdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a run that people may have: written from what the run's records say, beside the evidence. Copies for
 * reading; what proves anything is in the evidence. The saved plan is never among them.
 */
public final class Artifacts {
    /** The summary as the worker answered it, from which pages are made again; holds no sensitive value. */
    public static final String SUMMARY = "summary.json";

    private final RunServices services;

    public Artifacts(RunServices services) {
        this.services = services;
    }

    /** Keeps the summary of a plan, and writes everything that can be said of it now. */
    public void planned(Run run, PlanSummary summary) {
        write(run, SUMMARY, text(summary));
        refresh(run);
    }

    private static String text(PlanSummary summary) {
        return Json.write(Json.tree(summary));
    }

    /** Hash of the summary's file, kept in the journal, so that decisions can be made on what is read back. */
    static Sha256 summaryHash(PlanSummary summary) {
        return Sha256.of(text(summary).getBytes(StandardCharsets.UTF_8));
    }

    /** The summary for a decision: empty where the file is gone or is not the one that was written. */
    Optional<PlanSummary> trusted(Run run) {
        Path file = services.artifacts(run.id()).resolve(SUMMARY);
        try {
            if (!Files.isRegularFile(file)
                    || !Sha256.ofFile(file)
                            .toString()
                            .equals(run.fact("plan").path("summarySha256").asText())) {
                return Optional.empty();
            }
            return summary(run);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    boolean hasSummary(Run run) {
        return Files.exists(services.artifacts(run.id()).resolve(SUMMARY));
    }

    /** Writes the files anew from what is known by now. */
    public void refresh(Run run) {
        summary(run).ifPresent(plan -> {
            Review review = review(run, plan);
            write(run, "summary.html", SummaryHtml.of(review));
            write(run, "summary.md", SummaryMarkdown.of(review));
        });
        fact(run, "policy", "policy.json");
        fact(run, Receipts.OF_PLAN, "receipt.json");
        fact(run, Receipts.OF_APPLY, "receipt-apply.json");
        fact(run, "verification", "verification.json");
        if (run.facts().has("requirements")) {
            write(run, "approvals.json", Json.pretty(ApprovalJson.write(new Votes(services).status(run))));
        }
    }

    private void fact(Run run, String name, String file) {
        JsonNode fact = run.fact(name);
        if (fact.isContainerNode()) {
            write(run, file, Json.pretty(fact));
        }
    }

    /** The plan's summary, if the run has one. */
    public Optional<PlanSummary> summary(Run run) {
        Path file = services.artifacts(run.id()).resolve(SUMMARY);
        try {
            return Files.exists(file)
                    ? Optional.of(Json.read(Json.parse(Files.readString(file)), PlanSummary.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw failed(run, file, e);
        }
    }

    /** What a reviewer is shown; everything but the plan's content where that is null. */
    public Review review(Run run, PlanSummary plan) {
        List<Review.Requirement> required = new ArrayList<>();
        List<Review.Said> votes = new ArrayList<>();
        if (run.facts().has("requirements")) {
            ApprovalStatus status = new Votes(services).status(run);
            Votes.requirements(run)
                    .list()
                    .forEach(r -> required.add(new Review.Requirement(
                            r.name(),
                            r.teams(),
                            r.count(),
                            status.counted().stream()
                                    .filter(c -> c.requirements().contains(r.name()))
                                    .map(c -> c.vote().user())
                                    .toList())));
            status.counted()
                    .forEach(c -> votes.add(said(
                            c.vote(),
                            c.requirements().isEmpty() ? "the whole plan" : String.join(", ", c.requirements()),
                            true)));
            status.refused()
                    .forEach(r -> votes.add(
                            said(r.vote(), r.reason().rule() + ": " + r.reason().message(), false)));
            votes.sort(Comparator.comparing(Review.Said::at));
        }
        List<Condition> policies = new ArrayList<>();
        List<Condition> tasks = new ArrayList<>();
        run.fact("policy").forEach(p -> (isTask(p) ? tasks : policies).add(policy(p)));
        return new Review(
                run.stackName(),
                Terms.writing(run).id(),
                run.id(),
                plan,
                Optional.of(PlanDigest.of(run.fact("plan").path("parts"))),
                required,
                votes,
                policies,
                tasks,
                facts(run));
    }

    private static Review.Said said(Vote vote, String counts, boolean isCounted) {
        return new Review.Said(
                vote.user() + (vote.authenticated() ? "" : " (not authenticated)"),
                vote.decision().id(),
                vote.at(),
                vote.comment(),
                counts,
                isCounted);
    }

    /** Whether a row of the fact {@code policy} is what an external check said. */
    public static boolean isTask(JsonNode row) {
        return row.path("policy").asText().startsWith(TaskSteps.PREFIX);
    }

    private static Condition policy(JsonNode row) {
        boolean passed = row.path("passed").asBoolean();
        JsonNode override = row.path("override");
        String said = row.path("reason").asText()
                + (override.isObject()
                        ? "; overridden by " + override.path("by").asText() + ": "
                                + override.path("reason").asText()
                        : "");
        return Condition.of(
                row.path("policy").asText() + " (" + row.path("level").asText() + ")",
                passed,
                "passed",
                passed ? "passed" : override.isObject() ? "overridden" : "failed",
                said);
    }

    private static Map<String, String> facts(Run run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("state", run.telling().id());
        facts.put("commit", String.valueOf(run.source().commit()));
        facts.put("ref", String.valueOf(run.source().ref()));
        facts.put("requested by", String.valueOf(run.source().actor()));
        facts.put("pool", run.fact("admission").path("pool").asText("none"));
        return facts;
    }

    /** Writes one file of a run. */
    public void write(Run run, String name, String text) {
        Path file = services.artifacts(run.id()).resolve(name);
        try {
            DurableFiles.directory(DurableFiles.directoryOf(file));
            DurableFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(run, file, e);
        }
    }

    private static IacException failed(Run run, Path file, IOException e) {
        return IacException.toolFailed(
                "writing the artifacts of run " + run.id(),
                file.toString(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "space on the disk",
                "free some space; the run itself is not affected");
    }
}
