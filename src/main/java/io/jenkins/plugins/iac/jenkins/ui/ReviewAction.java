package io.jenkins.plugins.iac.jenkins.ui;

import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.approval.Ballot;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.step.DownstreamJobs;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * The page of a build on which plans are reviewed, {@code job/NAME/NUMBER/iac/}. Whoever may read the build may look; who
 * may press a button is said by the permission {@code IaC/Approve}, and whose vote counts by the engine. Everything it
 * shows comes from the engine's journal, so it works after a restart and for builds that are over. What only the view needs
 * is no getter, so that it is no address.
 */
public final class ReviewAction implements Action {
    /** By which way a vote came. */
    private static final String PAGE = "page";

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
    public Run<?, ?> build() {
        return build;
    }

    /** The runs of the build, latest first. */
    public List<ReviewModel> reviews() {
        Buttons buttons = build.hasPermission(IacPermissions.APPROVE) ? Buttons.SHOWN : Buttons.NOT_PERMITTED;
        List<String> ids = IacBuildAction.runs(build);
        return ids.stream()
                .sorted(java.util.Comparator.comparingInt((String id) -> -ids.indexOf(id)))
                .map(id -> ReviewModel.of(id, buttons))
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
        return Decision.carryOut(
                (person, caller) -> {
                    var overridden = Ballot.override(
                            run,
                            person,
                            String.valueOf(policy),
                            Sha256.parse(String.valueOf(digest)),
                            Decision.text(comment),
                            PAGE,
                            caller);
                    if (overridden.isVerifiedByOverride()) {
                        DownstreamJobs.soon(build, run, IacRuns.get().services());
                    }
                },
                HttpResponses.redirectToDot());
    }

    /** Asks for an emergency run of the stack of a run, as a new build. */
    @RequirePOST
    public HttpResponse doBreakGlass(
            @QueryParameter String run, @QueryParameter String reason, @QueryParameter String expiry) {
        ours(run);
        return GlassBreaking.ask(build, IacRuns.get().services().book().get(run).stackName(), reason, expiry);
    }

    /** Takes the review of an emergency run that is over. */
    @RequirePOST
    public HttpResponse doReview(@QueryParameter String id, @QueryParameter String text) {
        build.checkPermission(IacPermissions.APPROVE);
        ours(id);
        return Decision.carryOut(
                (person, caller) -> Ballot.review(id, person, Decision.text(text), caller),
                HttpResponses.redirectToDot());
    }

    /** Every change of a plan with its attributes; see {@link ChangesPage}. */
    public void doChanges(StaplerRequest2 request, StaplerResponse2 response, @QueryParameter String id)
            throws IOException {
        build.checkPermission(hudson.model.Item.READ);
        ours(id);
        ChangesPage.send(request, response, id);
    }

    /** The decision about a run's request; see {@link DecisionPage}. */
    public void doDecision(StaplerResponse2 response, @QueryParameter String id) throws IOException {
        build.checkPermission(hudson.model.Item.READ);
        ours(id);
        DecisionPage.send(response, id);
    }

    private void ours(String run) {
        if (run == null || !IacBuildAction.has(build, run)) {
            throw HttpResponses.errorWithoutStack(404, "this build has no run of that id");
        }
    }

    private HttpResponse vote(String run, String digest, String comment, Vote.Decision decision) {
        build.checkPermission(IacPermissions.APPROVE);
        ours(run);
        return Decision.carryOut(
                (person, caller) -> Ballot.cast(
                        run,
                        person,
                        decision,
                        Sha256.parse(String.valueOf(digest)),
                        Decision.text(comment),
                        PAGE,
                        caller),
                HttpResponses.redirectToDot());
    }
}
