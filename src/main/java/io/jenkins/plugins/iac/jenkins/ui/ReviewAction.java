package io.jenkins.plugins.iac.jenkins.ui;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.approval.Ballot;
import io.jenkins.plugins.iac.jenkins.approval.Voter;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Cut;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.report.SummaryHtml;
import io.jenkins.plugins.iac.run.Artifacts;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * The page of a build on which plans are reviewed, {@code job/NAME/NUMBER/iac/}. Whoever may read the build may look; who
 * may press a button is said by the permission {@code IaC/Approve}, and whose vote counts by the engine. Everything it
 * shows comes from the engine's journal, so it works after a restart and for builds that are over.
 */
public final class ReviewAction implements Action {
    /** Refusals that come of what happened meanwhile, not of who asks. */
    private static final Set<String> MEANWHILE = Set.of("vote.digest", "vote.once", "vote.age", "vote.time");

    private static final int LONGEST_COMMENT = 2000;
    private final Run<?, ?> build;

    ReviewAction(Run<?, ?> build) {
        this.build = build;
    }

    @Override
    public String getIconFileName() {
        return "symbol-shield-checkmark-outline plugin-ionicons-api";
    }

    @Override
    public String getDisplayName() {
        return Messages.ReviewAction_displayName();
    }

    @Override
    public String getUrlName() {
        return "iac";
    }

    /** For the page's frame. */
    public Run<?, ?> getBuild() {
        return build;
    }

    /** The runs of the build, latest first. */
    public List<ReviewModel> getReviews() {
        boolean mayVote = build.hasPermission(IacPermissions.APPROVE);
        List<String> ids = IacBuildAction.runs(build);
        return ids.stream()
                .sorted(java.util.Comparator.comparingInt((String id) -> -ids.indexOf(id)))
                .map(id -> ReviewModel.of(id, mayVote))
                .toList();
    }

    /** Takes an approval. */
    @RequirePOST
    public HttpResponse doApprove(
            @QueryParameter String run, @QueryParameter String digest, @QueryParameter String comment) {
        return vote(run, digest, comment, Vote.Decision.APPROVE);
    }

    /** Takes a rejection, which ends the run. */
    @RequirePOST
    public HttpResponse doReject(
            @QueryParameter String run, @QueryParameter String digest, @QueryParameter String comment) {
        return vote(run, digest, comment, Vote.Decision.REJECT);
    }

    /** Takes an override of a soft-mandatory policy. */
    @RequirePOST
    public HttpResponse doOverride(
            @QueryParameter String run,
            @QueryParameter String digest,
            @QueryParameter String policy,
            @QueryParameter String comment) {
        build.checkPermission(IacPermissions.APPROVE);
        ours(run);
        try {
            Voter voter = Voter.of(Jenkins.getAuthentication2());
            Ballot.override(
                    run,
                    voter,
                    String.valueOf(policy),
                    Sha256.parse(String.valueOf(digest)),
                    shortened(comment),
                    "page",
                    caller(voter));
            return HttpResponses.redirectToDot();
        } catch (IllegalArgumentException e) {
            throw HttpResponses.errorWithoutStack(400, "no digest of a plan: " + digest);
        } catch (IacException e) {
            throw HttpResponses.errorWithoutStack(status(e), e.problem().sentence());
        }
    }

    /**
     * Every change of a plan with its attributes, as one page with a search that stands in a sandbox: whatever a name in a
     * plan may do to it, it has no part in Jenkins.
     */
    public void doChanges(StaplerResponse2 response, @QueryParameter String run) throws IOException {
        build.checkPermission(hudson.model.Item.READ);
        ours(run);
        RunServices services = IacRuns.get().services();
        String page = new Artifacts(services)
                .page(services.book().get(run))
                .orElseThrow(() -> HttpResponses.errorWithoutStack(404, "this run has no plan"));
        response.setHeader("Content-Security-Policy", "sandbox allow-scripts; " + SummaryHtml.POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "SAMEORIGIN");
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream().write(page.getBytes(StandardCharsets.UTF_8));
    }

    private void ours(String run) {
        if (run == null || !IacBuildAction.has(build, run)) {
            throw HttpResponses.errorWithoutStack(404, "this build has no run of that id");
        }
    }

    private HttpResponse vote(String run, String digest, String comment, Vote.Decision decision) {
        build.checkPermission(IacPermissions.APPROVE);
        ours(run);
        try {
            Voter voter = Voter.of(Jenkins.getAuthentication2());
            Ballot.cast(
                    run,
                    voter,
                    decision,
                    Sha256.parse(String.valueOf(digest)),
                    shortened(comment),
                    "page",
                    caller(voter));
            return HttpResponses.redirectToDot();
        } catch (IllegalArgumentException e) {
            throw HttpResponses.errorWithoutStack(400, "no digest of a plan: " + digest);
        } catch (IacException e) {
            throw HttpResponses.errorWithoutStack(status(e), e.problem().sentence());
        }
    }

    private static String shortened(String comment) {
        String text = comment == null ? "" : comment.strip();
        return Cut.start(text, LONGEST_COMMENT);
    }

    private static ObjectNode caller(Voter voter) {
        ObjectNode caller = Json.object().put("user", voter.id());
        var request = Stapler.getCurrentRequest2();
        return caller.put("address", request == null ? null : request.getRemoteAddr());
    }

    /** 409 where the run or the vote is no longer what the person saw, 403 where the person may not decide this. */
    private static int status(IacException e) {
        if (e.kind() != IacException.Kind.REFUSED) {
            return 400;
        }
        List<String> failed = e.conditions().stream()
                .filter(c -> !c.passed())
                .map(Condition::rule)
                .toList();
        return failed.isEmpty() || MEANWHILE.contains(failed.get(0)) ? 409 : 403;
    }
}
