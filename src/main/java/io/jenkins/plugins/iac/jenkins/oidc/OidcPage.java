package io.jenkins.plugins.iac.jenkins.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import io.jenkins.plugins.iac.identity.Issuer;
import io.jenkins.plugins.iac.identity.IssuerDocuments;
import io.jenkins.plugins.iac.jenkins.dashboard.IacPage;
import io.jenkins.plugins.iac.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * {@code /iac/oidc/}: the discovery document and the key set, for everybody, because clouds have no account here. Read
 * only, and the same whoever asks. Where another URL is configured, that is what the documents say here, too.
 */
@Extension
public class OidcPage implements IacPage {
    static final String NAME = "oidc";

    @Override
    public String urlName() {
        return NAME;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Everything below; 404 for whatever is neither of the two. */
    public void doDynamic(StaplerRequest2 request, StaplerResponse2 response) throws IOException {
        String path = request.getRestOfPath();
        boolean discovery = path.equals("/" + IssuerDocuments.DISCOVERY);
        boolean keys = path.equals("/" + IssuerDocuments.JWKS);
        Issuer issuer = discovery || keys ? JenkinsIssuer.get().issuer() : null;
        if (issuer == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        serve(
                discovery
                        ? IssuerDocuments.discovery(issuer.url(), issuer.keys())
                        : issuer.keys().jwks(),
                method.equals("GET"),
                response);
    }

    private static void serve(ObjectNode document, boolean body, StaplerResponse2 response) throws IOException {
        byte[] bytes = Json.write(document).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "public, max-age=" + IssuerDocuments.MAX_AGE.toSeconds());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        if (body) {
            response.getOutputStream().write(bytes);
        }
    }
}
