package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import hudson.security.csrf.DefaultCrumbIssuer;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.evidence.Verifier;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The key of a controller's evidence is rotated by an administrator, while it runs. */
public class SigningPageTest {
    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Before
    public void people() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE, IacPermissions.AUDIT, IacPermissions.UNLOCK)
                .everywhere()
                .to("auditor"));
        jenkins.jenkins.setCrumbIssuer(new DefaultCrumbIssuer(false));
    }

    private WebResponse send(String user, HttpMethod method, String path) throws Exception {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withRedirectEnabled(false)
                .withBasicApiToken(user)
                .getPage(new WebRequest(new URL(jenkins.getURL(), "iac/signing/" + path), method))
                .getWebResponse();
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static String signer() {
        return services().keys().current().publicKey().keyid();
    }

    /** The evidence of a run that is sealed now. */
    private static Path sealed(String stack) {
        Run run = services()
                .book()
                .create(
                        stack,
                        Operation.PLAN,
                        new RunSource(SourceKind.BRANCH, "r", null, "main", null, "alice", null, null, null),
                        Json.object());
        services().book().step(run, RunState.REJECTED);
        IacRuns.get().seal(services().book().get(run.id()));
        return services().artifacts(run.id()).resolve("evidence.dsse.json");
    }

    private static String signer(Path evidence) throws Exception {
        return Dsse.ofJson(Json.parse(Files.readString(evidence))).keyid();
    }

    @Test
    public void rotate_byAnAdministrator_newRecordsHaveTheNewKeyAndOldOnesVerify() throws Exception {
        String first = signer();
        Path old = sealed("stage/old");
        assertEquals(405, send("admin", HttpMethod.GET, "rotate").getStatusCode());
        assertEquals(403, send("auditor", HttpMethod.POST, "rotate").getStatusCode());
        assertEquals("nothing happened", first, signer());
        assertFalse(send("auditor", HttpMethod.GET, "").getContentAsString().contains("name=\"rotate\""));
        assertTrue(send("admin", HttpMethod.GET, "").getContentAsString().contains("name=\"rotate\""));
        assertEquals(302, send("admin", HttpMethod.POST, "rotate").getStatusCode());
        String second = signer();
        assertNotEquals(first, second);
        Path young = sealed("stage/young");
        assertEquals(first, signer(old));
        assertEquals(second, signer(young));
        assertEquals(
                List.of(),
                Verifier.verify(
                                List.of(old, young),
                                Optional.of(IacRuns.home().resolve("evidence")),
                                services().keys().publicKeys(),
                                Optional.empty())
                        .problems());
        String page = send("auditor", HttpMethod.GET, "").getContentAsString();
        assertTrue(page, page.indexOf(second) > 0 && page.indexOf(second) < page.indexOf(first));
    }

    @Test
    public void rotate_beforeAnythingWasSealed_works() throws Exception {
        String first = signer();
        assertEquals(302, send("admin", HttpMethod.POST, "rotate").getStatusCode());
        assertNotEquals(first, signer());
        assertEquals(signer(), signer(sealed("stage/one")));
    }
}
