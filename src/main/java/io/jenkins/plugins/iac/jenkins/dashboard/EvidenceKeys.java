package io.jenkins.plugins.iac.jenkins.dashboard;

import hudson.Extension;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.verb.GET;

/**
 * {@code /iac/keys/}: the public keys, with their history, that verify the evidence of this controller, in the form in which
 * the command line's {@code verify --keys} reads them. For everybody: they are public, and whoever verifies need not have
 * an account here.
 */
@Extension
public class EvidenceKeys implements IacPage {
    @Override
    public String urlName() {
        return "keys";
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** The set as JSON (RFC 7517). */
    @GET
    public void doIndex(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter()
                .println(
                        Json.pretty(IacRuns.get().services().keys().publicKeys().jwks()));
    }
}
