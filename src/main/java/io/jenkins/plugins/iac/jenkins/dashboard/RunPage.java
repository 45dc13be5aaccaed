package io.jenkins.plugins.iac.jenkins.dashboard;

import hudson.model.Item;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.approval.Ballot;
import io.jenkins.plugins.iac.jenkins.run.BuildLiveness;
import io.jenkins.plugins.iac.jenkins.ui.Buttons;
import io.jenkins.plugins.iac.jenkins.ui.ChangesPage;
import io.jenkins.plugins.iac.jenkins.ui.Decision;
import io.jenkins.plugins.iac.jenkins.ui.DecisionPage;
import io.jenkins.plugins.iac.jenkins.ui.ReviewModel;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Run;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** One run, from the engine's journal: it is there when its build and its job are long deleted. {@code run/?id=...}. */
public final class RunPage extends DashboardPage {
    private final Run run;

    private RunPage(Known known, Run run) {
        super(known);
        this.run = run;
    }

    /** The page of the run that was asked for, or null, which is a 404, if there is none. */
    static RunPage asked(Known known) {
        try {
            return new RunPage(known, known.services().book().get(RunsPage.parameter("id")));
        } catch (IacException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String title() {
        return Messages.RunPage_title(run.id());
    }

    /** Never with buttons: votes are cast on the build. */
    public ReviewModel review() {
        return ReviewModel.of(run.id(), Buttons.ELSEWHERE);
    }

    /** Every change of its plan; see {@link ChangesPage}. Who may see this page may see it. */
    public void doChanges(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        ChangesPage.send(request, response, run.id());
    }

    /** The decision about its request; see {@link DecisionPage}. */
    public void doDecision(StaplerResponse2 response) throws IOException {
        DecisionPage.send(response, run.id());
    }

    /** Takes the review of an emergency run, also where its build is gone. */
    @RequirePOST
    public HttpResponse doReview(@QueryParameter String text) {
        Jenkins.get().checkPermission(IacPermissions.APPROVE);
        return Decision.carryOut(
                (person, caller) -> Ballot.review(run.id(), person, Decision.text(text), caller),
                HttpResponses.redirectTo(".?id=" + Texts.query(run.id())));
    }

    public String stack() {
        return run.stackName();
    }

    /** Address of the review on the build, from the root of the server; null where it is gone or may not be seen. */
    public String build() {
        var build = BuildLiveness.build(run);
        return build != null && build.getParent().hasPermission(Item.READ) ? build.getUrl() + "iac/" : null;
    }

    /** Where its evidence is beside the log, as far as anybody knows; empty before it is sealed. */
    public List<EvidencePlaces.Place> evidence() {
        return new EvidencePlaces(run, known().now()).all(known().catalog().orElse(null));
    }

    /** Each state it came to, when, and how long it stood there. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        List<Run.Step> all = run.steps();
        for (int i = 0; i < all.size(); i++) {
            Run.Step step = all.get(i);
            String stayed = i + 1 < all.size()
                    ? Texts.length(Duration.between(step.at(), all.get(i + 1).at()))
                    : "";
            steps.add(new Step(
                    step.state().id().replace('_', ' '),
                    step.at().toString(),
                    stayed,
                    step.state().meaning()));
        }
        return steps;
    }

    /**
     * A step of the run.
     *
     * @param stayed how long it stood there; empty for the last
     */
    public record Step(String state, String at, String stayed, String meaning) {}
}
