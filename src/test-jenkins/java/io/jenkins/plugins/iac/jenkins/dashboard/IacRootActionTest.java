package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.IacPermissions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import jenkins.model.Jenkins;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.kohsuke.stapler.HttpResponses;

/** Who reaches what below {@code /iac}. */
public class IacRootActionTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    /** An open page. */
    @TestExtension
    public static class Open implements IacPage {
        @Override
        public String urlName() {
            return "open";
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        public org.kohsuke.stapler.HttpResponse doHello() {
            return HttpResponses.text("hello");
        }
    }

    /** One that is not. */
    @TestExtension
    public static class Closed implements IacPage {
        @Override
        public String urlName() {
            return "closed";
        }

        @Override
        public boolean isOpen() {
            return false;
        }

        public org.kohsuke.stapler.HttpResponse doHello() {
            return HttpResponses.text("hello");
        }
    }

    @Before
    public void people() {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, IacPermissions.AUDIT)
                .everywhere()
                .to("auditor"));
    }

    /** As it is written: a browser would mend the path and follow the way to the login. */
    private static int status(String user, String path) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(JENKINS.getURL() + path));
        if (user != null) {
            String login = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
            request.header("Authorization", "Basic " + login);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    public void dashboard_withoutAudit_isRefused() throws Exception {
        assertEquals(403, status(null, "iac/"));
        assertEquals(403, status("reader", "iac/"));
        assertEquals(200, status("auditor", "iac/"));
    }

    @Test
    public void openPage_isReachedByAnybody() throws Exception {
        assertEquals(200, status(null, "iac/open/hello"));
        assertEquals(200, status("reader", "iac/open/hello"));
    }

    @Test
    public void closedPage_withoutAudit_isRefused() throws Exception {
        assertEquals(403, status(null, "iac/closed/hello"));
        assertEquals(403, status("reader", "iac/closed/hello"));
        assertEquals(200, status("auditor", "iac/closed/hello"));
    }

    @Test
    public void openPage_isNoWayToTheOthers() throws Exception {
        for (String path : new String[] {
            "iac/open/../closed/hello",
            "iac/open/%2e%2e/closed/hello",
            "iac/open%2F..%2Fclosed/hello",
            "iac/open/closed/hello",
            "iac/open;/closed/hello",
            "iac/%6fpen/../",
            "iac//closed/hello",
            "iac/target/",
            "iac/index",
            "iac/dynamic/closed/hello"
        }) {
            assertTrue(path, status(null, path) >= 400);
        }
    }

    @Test
    public void link_isShownToThoseWhoMayFollowIt() throws Exception {
        try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
            assertTrue(client.login("auditor")
                    .goTo("")
                    .getWebResponse()
                    .getContentAsString()
                    .contains("/iac\""));
        }
        try (JenkinsRule.WebClient client = JENKINS.createWebClient()) {
            assertFalse(client.login("reader")
                    .goTo("")
                    .getWebResponse()
                    .getContentAsString()
                    .contains("/iac\""));
        }
    }
}
