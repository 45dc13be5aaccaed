package io.jenkins.plugins.iac.jenkins.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.security.csrf.DefaultCrumbIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The pages of the catalog, as a browser and as somebody who types URLs. */
public class CatalogManagementTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static final String HOME = "manage/iac-catalog/";

    @Before
    public void configure() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to("alice"));
        JENKINS.jenkins.setCrumbIssuer(new DefaultCrumbIssuer(false));
        IacGlobalConfiguration.get().replace(sample(), null).orThrow();
    }

    private static String sample() throws IOException {
        try (InputStream in = CatalogManagementTest.class.getResourceAsStream("/catalog/valid/full.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static JsonNode catalog() {
        return IacGlobalConfiguration.get().catalog().toJson();
    }

    private static String version() {
        return IacGlobalConfiguration.get().current().version().toString();
    }

    private static HtmlPage page(String path) throws Exception {
        return JENKINS.createWebClient().login("admin").goTo(HOME + path);
    }

    private static HtmlPage edit(String section, String key) throws Exception {
        return page("section/" + section + "/edit/?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
    }

    @Test
    public void form_savedUntouched_changesNothing() throws Exception {
        JsonNode before = catalog();
        for (String[] object : new String[][] {
            {"environments", "prod"}, {"pools", "pool-prod-data"}, {"stacks", "prod/eu-west-1/payments-db"}
        }) {
            JENKINS.submit(edit(object[0], object[1]).getFormByName("object"));
            assertEquals(object[0], before, catalog());
        }
    }

    @Test
    public void form_savedWithAChange_changesThat() throws Exception {
        HtmlForm form = edit("pools", "pool-prod-data").getFormByName("object");
        ((HtmlTextArea) form.getTextAreasByName("networks").get(0)).setText("aws-api\nprod-data\nvpn");
        form.getInputByName("maxConcurrent").setValue("7");
        JENKINS.submit(form);
        var pool = IacGlobalConfiguration.get().catalog().pool("pool-prod-data").orElseThrow();
        assertEquals(List.of("aws-api", "prod-data", "vpn"), pool.networks());
        assertEquals(7, pool.maxConcurrent());
    }

    /** A wrong value is shown again with what is wrong, and nothing is saved. */
    @Test
    public void form_savedWithAMistake_isShownAgain() throws Exception {
        JsonNode before = catalog();
        HtmlForm form = edit("pools", "pool-prod-data").getFormByName("object");
        form.getInputByName("label").setValue("two words");
        form.getInputByName("maxConcurrent").setValue("7");
        JenkinsRule.WebClient client = (JenkinsRule.WebClient) form.getPage().getWebClient();
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        HtmlPage answer = JENKINS.submit(form);
        assertEquals(400, answer.getWebResponse().getStatusCode());
        String text = answer.getElementById("iac-errors").getTextContent();
        assertTrue(text, text.contains("pools[0].label: found 'two words', expected one label"));
        assertEquals(
                "two words",
                answer.getFormByName("object").getInputByName("label").getValue());
        assertEquals(
                "7",
                answer.getFormByName("object").getInputByName("maxConcurrent").getValue());
        assertEquals(before, catalog());
    }

    /** Two administrators at once: the second sees what the first did before overwriting it. */
    @Test
    public void form_filledFromAnOlderDocument_isRefused() throws Exception {
        HtmlForm form = edit("teams", "payments").getFormByName("object");
        IacGlobalConfiguration.get().replace(sample() + "\n# changed\n", null).orThrow();
        JenkinsRule.WebClient client = (JenkinsRule.WebClient) form.getPage().getWebClient();
        client.getOptions().setThrowExceptionOnFailingStatusCode(false);
        HtmlPage answer = JENKINS.submit(form);
        assertEquals(400, answer.getWebResponse().getStatusCode());
        assertTrue(answer.getElementById("iac-errors").getTextContent().contains("somebody else changed meanwhile"));
        assertTrue(IacGlobalConfiguration.get().current().text().endsWith("# changed\n"));
    }

    @Test
    public void document_isKeptAsItWasWritten_comments() throws Exception {
        String text = sample() + "\n# a comment\n";
        assertEquals(302, post("admin", "saveDocument", Map.of("document", text, "seenVersion", version())));
        assertEquals(text, IacGlobalConfiguration.get().current().text());
        IacGlobalConfiguration reloaded = new IacGlobalConfiguration();
        assertEquals(text, reloaded.current().text());
    }

    @Test
    public void document_withAMistake_isNotSaved() throws Exception {
        String before = version();
        assertEquals(400, post("admin", "saveDocument", Map.of("document", "pools: [", "seenVersion", before)));
        assertEquals(400, post("admin", "saveDocument", Map.of("document", "{}", "seenVersion", "nonsense")));
        assertEquals(400, post("admin", "saveDocument", Map.of("seenVersion", before)));
        assertEquals(before, version());
    }

    @Test
    public void delete_ofWhatIsStillNeeded_isRefused() throws Exception {
        assertEquals(
                409,
                post(
                        "admin",
                        "section/teams/delete",
                        Map.of("key", "payments", "seenVersion", version(), "version", version())));
        assertEquals(
                302,
                post(
                        "admin",
                        "section/rules/delete",
                        Map.of("key", "prod-apply-from-main-only", "version", version())));
        assertTrue(IacGlobalConfiguration.get().catalog().rules().isEmpty());
        assertEquals(404, post("admin", "section/rules/delete", Map.of("key", "no-such", "version", version())));
    }

    @Test
    public void everyPage_isForAdministratorsOnly() throws Exception {
        for (String path : List.of("", "document", "section/pools/", "section/pools/edit/?key=pool-prod-data")) {
            assertEquals(path, 200, get("admin", path));
            assertEquals(path, 403, get("alice", path));
        }
        Map<String, String> document = Map.of("document", "{}", "seenVersion", version());
        for (String path : List.of(
                "saveDocument",
                "checkDocument",
                "section/pools/save",
                "section/pools/delete?key=pool-prod-app&version=" + version(),
                "section/pools/check/0/name?value=x")) {
            assertEquals(path, 403, post("alice", path, document));
        }
        assertFalse(IacGlobalConfiguration.get().catalog().pools().isEmpty());
    }

    @Test
    public void everyAction_needsAPostAndACrumb() throws Exception {
        for (String path : List.of(
                "saveDocument?document={}&seenVersion=" + version(),
                "checkDocument?document={}",
                "section/pools/delete?key=pool-prod-app&version=" + version(),
                "section/pools/check/0/name?value=x")) {
            assertEquals(path, 404, get("admin", path));
        }
        assertEquals(403, send("admin", "saveDocument", HttpMethod.POST, Map.of("document", "{}"), false));
        assertEquals(2, IacGlobalConfiguration.get().catalog().pools().size());
    }

    @Test
    public void pages_showMarkupAsText() throws Exception {
        IacGlobalConfiguration.get()
                .replace(
                        "rules: [{name: r, require: 'true', message: '<img src=x onerror=alert(1)>'}]\n"
                                + "environments: [{name: e, protected: true}]",
                        null)
                .orThrow();
        for (String path : List.of("section/rules/", "section/rules/edit/?key=r", "document", "")) {
            HtmlPage page = page(path);
            assertEquals(path, 0, page.getByXPath("//img[@src='x']").size());
        }
    }

    private static int get(String user, String path) throws Exception {
        return send(user, path, HttpMethod.GET, Map.of(), false);
    }

    private static int post(String user, String path, Map<String, String> parameters) throws Exception {
        return send(user, path, HttpMethod.POST, parameters, true);
    }

    private static int send(String user, String path, HttpMethod method, Map<String, String> parameters, boolean crumb)
            throws Exception {
        JenkinsRule.WebClient client = JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withRedirectEnabled(false);
        client.withBasicApiToken(user);
        WebRequest request = new WebRequest(new URL(client.getContextPath() + HOME + path), method);
        if (method == HttpMethod.POST) {
            request.setRequestParameters(parameters.entrySet().stream()
                    .map(e -> new NameValuePair(e.getKey(), e.getValue()))
                    .toList());
        }
        if (!crumb && method == HttpMethod.POST) {
            client = JENKINS.createWebClient()
                    .withJavaScriptEnabled(false)
                    .withThrowExceptionOnFailingStatusCode(false)
                    .withRedirectEnabled(false);
            client.login(user);
        }
        Page page = client.getPage(request);
        return page.getWebResponse().getStatusCode();
    }
}
