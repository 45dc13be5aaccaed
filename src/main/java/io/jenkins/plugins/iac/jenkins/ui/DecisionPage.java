package io.jenkins.plugins.iac.jenkins.ui;

import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * The decision about a run's request, for programs: what {@code explain --inherited} prints. Whoever calls this has asked
 * whether the run may be seen.
 */
public final class DecisionPage {
    private DecisionPage() {}

    /** Sends the decision of a run. */
    public static void send(StaplerResponse2 response, String run) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter()
                .write(Json.write(IacRuns.get().services().book().get(run).fact("admission")));
    }
}
