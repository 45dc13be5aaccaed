package io.jenkins.plugins.iac.jenkins.ui;

import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.report.ServedSummary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * Every change of a plan with its attributes, as one page with a search that stands in a sandbox: whatever a name in a plan
 * may do to it, it has no part in Jenkins. Whoever calls this has asked whether the run may be seen.
 */
public final class ChangesPage {
    private ChangesPage() {}

    /**
     * Sends the page of a run, in the theme that the parameter {@code theme} names ({@code light} or {@code dark}); 404 where it has
     * no plan.
     */
    public static void send(StaplerRequest2 request, StaplerResponse2 response, String run) throws IOException {
        IacRuns runs = IacRuns.get();
        // A sandbox sends no cookies: the script is at an address that Jenkins lets anybody read.
        ServedSummary served = ServedSummary.once(
                request.getParameter("theme"),
                request.getContextPath() + "/adjuncts/" + Jenkins.SESSION_HASH + "/" + ServedSummary.SCRIPT);
        try (InputStream page = runs.pages()
                .open(runs.services().book().get(run))
                .orElseThrow(() -> HttpResponses.errorWithoutStack(404, "this run has no plan"))) {
            response.setHeader("Content-Security-Policy", "sandbox allow-scripts; " + served.policy());
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("X-Frame-Options", "SAMEORIGIN");
            response.setContentType("text/html;charset=UTF-8");
            OutputStream out = response.getOutputStream();
            out.write(served.opening().getBytes(StandardCharsets.UTF_8));
            page.transferTo(out);
        }
    }
}
