package io.jenkins.plugins.iac.jenkins.ui;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.User;
import io.jenkins.plugins.iac.approval.ApprovalStatus;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.queue.AgentLine;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.run.RunResult;
import io.jenkins.plugins.iac.lock.Waiter;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.report.Review;
import io.jenkins.plugins.iac.run.Artifacts;
import io.jenkins.plugins.iac.run.InLine;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.LostTool;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.run.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/** What the page shows of one run: texts only, as the journal has them; the page escapes them. */
public final class ReviewModel {
    private final Run run;
    private final ApprovalStatus approval;
    private final Buttons buttons;

    private ReviewModel(Run run, ApprovalStatus approval, Buttons buttons) {
        this.run = run;
        this.approval = approval;
        this.buttons = buttons;
    }

    /** The run as it stands now. */
    public static ReviewModel of(String id, Buttons buttons) {
        RunServices services = IacRuns.get().services();
        Run run = services.book().get(id);
        boolean asked = run.state() == RunState.AWAITING_APPROVAL;
        return new ReviewModel(run, asked ? new Votes(services).status(run) : null, buttons);
    }

    public String getId() {
        return run.id();
    }

    public String getStack() {
        return run.stackName();
    }

    public String getOperation() {
        return run.operation().id();
    }

    /** Its state in words: {@code awaiting approval}. */
    public String getState() {
        return run.telling().id().replace('_', ' ');
    }

    public String getMeaning() {
        return run.meaning();
    }

    /** What to do next; of a run that waits for an agent its place and what is in its way. */
    public String getNext() {
        return InLine.isWaiting(run)
                ? AgentLine.of(run.id()).map(Waiter::sentence).orElse(run.next())
                : run.next();
    }

    /** How Jenkins colours the state: success, warning, danger or info. */
    public String getColour() {
        return StateColour.of(run.telling());
    }

    /** Whether the stack is frozen until a person has chosen how to go on. */
    public boolean isInDoubt() {
        return run.end() != null
                && Lifecycle.freezes(run.end())
                && !IacRuns.get().services().locks().table().locksOf(run.id()).isEmpty();
    }

    /** What it lost on an agent and what became of that, or null. */
    public LostTool getLost() {
        return LostTool.of(run).orElse(null);
    }

    public boolean isPlanned() {
        return run.fact("plan").path("digest").isTextual();
    }

    public String getDigest() {
        return run.fact("plan").path("digest").asText();
    }

    /** {@code 1 to replace, 2 to add}. */
    public String getCounts() {
        return RunResult.sentence(summary());
    }

    private JsonNode summary() {
        return run.fact("plan").path("summary");
    }

    /** What is destroyed or replaced, a sentence each. */
    public List<String> getDestructive() {
        return texts(summary().path("sentences"));
    }

    public long getMoreDestructive() {
        return Math.max(
                0,
                summary().path("destructiveTotal").asLong() - getDestructive().size());
    }

    /** What a reviewer must not overlook. */
    public List<Risk> getRisks() {
        List<Risk> risks = new ArrayList<>();
        List<String> missing = approval == null
                ? List.of()
                : approval.missing().stream()
                        .map(ApprovalStatus.Missing::requirement)
                        .toList();
        summary()
                .path("risk")
                .forEach(r -> risks.add(new Risk(
                        r.path("class").asText(),
                        r.path("address").asText(),
                        Review.sentence(r.path("reason").asText(), missing))));
        return risks;
    }

    /** What policies said, with who overrode what. */
    public List<PolicyRow> getPolicies() {
        return judged(false);
    }

    /** What external checks said. */
    public List<PolicyRow> getTasks() {
        return judged(true);
    }

    private List<PolicyRow> judged(boolean tasks) {
        List<PolicyRow> policies = new ArrayList<>();
        run.fact("policy").forEach(p -> {
            if (Artifacts.isTask(p) != tasks) {
                return;
            }
            JsonNode override = p.path("override");
            policies.add(new PolicyRow(
                    p.path("policy").asText(),
                    p.path("point").asText(),
                    p.path("level").asText(),
                    p.path("passed").asBoolean(false),
                    p.path("reason").asText(),
                    override.isObject()
                            ? override.path("by").asText() + ": "
                                    + override.path("reason").asText()
                            : ""));
        });
        return policies;
    }

    /** The soft-mandatory policies that stand in the way and that this person may try to override. */
    public List<String> getOverridable() {
        boolean open = run.isAwaitingOverride()
                || run.state() == RunState.AWAITING_APPROVAL
                || run.state() == RunState.APPROVED
                || run.state() == RunState.APPLY_QUEUED
                || run.end() == RunState.VERIFICATION_FAILED && !run.isVerifiedByOverride();
        if (!open || buttons != Buttons.SHOWN) {
            return List.of();
        }
        List<PolicyRow> soft = getPolicies().stream()
                .filter(p -> !p.passed() && p.level().equals("soft-mandatory"))
                .toList();
        List<String> left = names(soft, p -> p.override().isEmpty());
        // What was overridden while the stack is frozen still was interrupted: said again, it goes on.
        return left.isEmpty() ? names(soft, p -> p.point().equals(Point.VERIFY.id())) : left;
    }

    private static List<String> names(List<PolicyRow> rows, Predicate<PolicyRow> which) {
        return rows.stream().filter(which).map(PolicyRow::name).toList();
    }

    /** Why a request was refused, a line for each condition that failed. */
    public List<Failure> getFailures() {
        List<Failure> failures = new ArrayList<>();
        JsonNode conditions = run.fact("refusal").path("conditions").isArray()
                ? run.fact("refusal").path("conditions")
                : run.telling() == RunState.REJECTED ? run.fact("admission").path("conditions") : null;
        if (conditions != null) {
            conditions.forEach(c -> {
                if (!c.path("passed").asBoolean(false)) {
                    failures.add(new Failure(
                            c.path("rule").asText(),
                            c.path("expected").asText(),
                            c.path("found").asText(),
                            c.path("message").asText()));
                }
            });
        }
        JsonNode problem = run.fact("problem");
        if (failures.isEmpty() && problem.isObject()) {
            failures.add(new Failure(
                    problem.path("doing").asText(),
                    problem.path("expected").asText(),
                    problem.path("found").asText(),
                    problem.path("next").asText()));
        }
        return failures;
    }

    /** The decision about the request, every condition of it: what {@code explain} of the command line prints. */
    public List<ConditionView> getTree() {
        return ConditionView.all(run.fact("admission").path("conditions"));
    }

    /** Where the fields of the stack came from when the request was decided. */
    public List<OriginView> getOrigins() {
        return OriginView.all(run.fact("admission").path("inherited"));
    }

    /** {@code admitted} or {@code rejected}; empty where nothing was decided. */
    public String getDecision() {
        return run.fact("admission").path("decision").asText();
    }

    public List<Requirement> getRequirements() {
        List<Requirement> requirements = new ArrayList<>();
        run.fact("requirements")
                .forEach(r -> requirements.add(new Requirement(
                        r.path("name").asText(),
                        String.join(r.path("allTeams").asBoolean() ? " and " : " or ", texts(r.path("teams"))),
                        r.path("count").asInt(),
                        have(r.path("name").asText(), r.path("count").asInt()))));
        return requirements;
    }

    /** Who still has to approve, a phrase for each requirement; empty where the run does not wait for people. */
    public List<String> getStillNeeded() {
        return approval == null
                ? List.of()
                : approval.missing().stream()
                        .map(m -> (m.need() - m.have()) + " of " + String.join(" or ", m.teams()) + " ("
                                + m.requirement() + ")")
                        .toList();
    }

    private int have(String requirement, int count) {
        if (approval != null) {
            return approval.missing().stream()
                    .filter(m -> m.requirement().equals(requirement))
                    .map(ApprovalStatus.Missing::have)
                    .findFirst()
                    .orElse(count);
        }
        for (JsonNode missing : run.fact("approval").path("missing")) {
            if (missing.path("requirement").asText().equals(requirement)) {
                return missing.path("have").asInt();
            }
        }
        return run.facts().has("approval") ? count : 0;
    }

    /** Every vote that was cast, those that did not count included, in order of their kind and time. */
    public List<Ballot> getVotes() {
        List<Ballot> votes = new ArrayList<>();
        run.votes().forEach(v -> votes.add(ballot(v, "")));
        run.fact("refusedVotes")
                .forEach(v -> votes.add(
                        ballot(v, v.path("conditions").path(0).path("message").asText("not counted"))));
        return votes;
    }

    private static Ballot ballot(JsonNode vote, String refused) {
        return new Ballot(
                vote.path("user").asText(),
                vote.path("decision").asText(),
                vote.path("comment").asText(),
                vote.path("via").asText(),
                seconds(vote.path("at").asText()),
                refused);
    }

    /** {@code 2026-11-21 12:46:25 UTC}; text that is no time stays as it is. */
    static String seconds(String at) {
        return at.matches("[0-9-]{10}T[0-9:]{8}.*Z") ? at.substring(0, 10) + " " + at.substring(11, 19) + " UTC" : at;
    }

    /** What is to be said of an emergency; null for an ordinary run. */
    public EmergencyView getEmergency() {
        boolean mayReview =
                isElsewhere() ? Jenkins.get().hasPermission(IacPermissions.APPROVE) : buttons == Buttons.SHOWN;
        return EmergencyView.of(run, mayReview && !isRequester());
    }

    /** Whether the person who looks may ask for an emergency run of this stack here. */
    public boolean isBreakable() {
        return !isElsewhere()
                && GlassBreaking.isPermitted(BuildLiveness.build(run))
                && GlassBreaking.isKnown(IacRuns.get().services(), run.stackName());
    }

    /** Where the code comes from, label and value. */
    public List<Fact> getFacts() {
        List<Fact> facts = new ArrayList<>();
        fact(facts, "Repository", run.source().repository());
        fact(facts, "Commit", run.source().commit());
        fact(facts, "Ref", run.source().ref());
        fact(facts, "Requested by", run.source().actor());
        fact(facts, "Author", run.source().author());
        fact(facts, "Pool", run.fact("admission").path("pool").asText(null));
        fact(facts, "Identity", run.fact("admission").path("identity").asText(null));
        fact(facts, "Agent", run.fact("agent").path("name").asText(null));
        fact(facts, "Evidence", run.fact("evidence").path("sha256").asText(null));
        return facts;
    }

    private static void fact(List<Fact> facts, String label, String value) {
        if (value != null && !value.isEmpty()) {
            facts.add(new Fact(label, value));
        }
    }

    public boolean isWaiting() {
        return run.state() == RunState.AWAITING_APPROVAL;
    }

    /** Whether to show the buttons. The vote is judged when it is cast. */
    public boolean isVotable() {
        return isWaiting() && buttons == Buttons.SHOWN && !isRequester();
    }

    /** Whether the buttons are on another page, that of the build. */
    public boolean isElsewhere() {
        return buttons == Buttons.ELSEWHERE;
    }

    /** Whether the person who looks asked for this run, whose vote never counts. */
    public boolean isRequester() {
        User user = User.current();
        return user != null
                && run.source().actor() != null
                && User.idStrategy().equals(user.getId(), run.source().actor());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(t -> texts.add(t.asText()));
        return texts;
    }

    /** A line of the table of risks. */
    public record Risk(String cls, String address, String reason) {}

    /** A condition that failed. */
    public record Failure(String rule, String expected, String found, String message) {}

    /** A line of the table of approvals. */
    public record Requirement(String name, String teams, int need, int have) {
        /** How many count, of those that are needed. */
        public int given() {
            return Math.min(have, need);
        }

        public boolean met() {
            return have >= need;
        }
    }

    /**
     * A line of the table of votes.
     *
     * @param refused why it did not count; empty where it did
     */
    public record Ballot(String user, String decision, String comment, String via, String at, String refused) {}

    /** A label and its value. */
    public record Fact(String label, String value) {}
}
