package io.jenkins.plugins.iac.jenkins.ui;

import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.report.SummaryHtml;
import io.jenkins.plugins.iac.run.Artifacts;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Every change of a plan with its attributes, as one page with a search that stands in a sandbox: whatever a name in a plan
 * may do to it, it has no part in Jenkins. Whoever calls this has asked whether the run may be seen.
 */
public final class ChangesPage {
    private ChangesPage() {}

    /** Sends the page of a run; 404 where it has no plan. */
    public static void send(StaplerResponse2 response, String run) throws IOException {
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
}
