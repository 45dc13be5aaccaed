package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.security.csrf.DefaultCrumbIssuer;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.jenkins.IacPermissions;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.run.RunState;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** The dashboard as people see it, and as somebody who wants more than they may. */
public class DashboardTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 600;
    }

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static final String HOSTILE = "\"><img src=x onerror=alert(1)><script>alert(2)</script>";

    @Before
    public void people() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, IacPermissions.AUDIT)
                .everywhere()
                .to("auditor")
                .grant(Jenkins.READ, IacPermissions.AUDIT, IacPermissions.FREEZE)
                .everywhere()
                .to("freezer")
                .grant(Jenkins.READ, IacPermissions.AUDIT, IacPermissions.UNLOCK)
                .everywhere()
                .to("unlocker"));
        JENKINS.jenkins.setCrumbIssuer(new DefaultCrumbIssuer(false));
        IacGlobalConfiguration.get()
                .replace("environments: [{name: stage}, {name: prod}]\n", null)
                .orThrow();
    }

    private static RunServices services() {
        return IacRuns.get().services();
    }

    private static Run run(String stack, String actor, String ref) {
        return services()
                .book()
                .create(
                        stack,
                        Operation.PLAN,
                        new RunSource(SourceKind.BRANCH, "r", null, ref, null, actor, null, null, null),
                        Json.object());
    }

    private static WebResponse get(String user, String path) throws Exception {
        return client(user).getPage(new URL(JENKINS.getURL(), "iac/" + path)).getWebResponse();
    }

    private static JenkinsRule.WebClient client(String user) {
        return JENKINS.createWebClient()
                .withJavaScriptEnabled(false)
                .withThrowExceptionOnFailingStatusCode(false)
                .withRedirectEnabled(false)
                .withBasicApiToken(user);
    }

    private static int send(String user, HttpMethod method, String path, String... pairs) throws Exception {
        WebRequest request = new WebRequest(new URL(JENKINS.getURL(), "iac/" + path), method);
        List<NameValuePair> parameters = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.add(new NameValuePair(pairs[i], pairs[i + 1]));
        }
        request.setRequestParameters(parameters);
        return client(user).getPage(request).getWebResponse().getStatusCode();
    }

    private static WebResponse post(String user, String path, String token, String choice) throws Exception {
        WebRequest request = new WebRequest(new URL(JENKINS.getURL(), "iac/" + path), HttpMethod.POST);
        request.setRequestParameters(List.of(
                new NameValuePair("stack", "stage/doubt"),
                new NameValuePair("token", token),
                new NameValuePair("choice", choice),
                new NameValuePair("reason", "seen")));
        return client(user).getPage(request).getWebResponse();
    }

    /** A stack in doubt, as an apply leaves it whose agent was lost. */
    private static Lock doubtful(String stack) {
        Run run = run(stack, "alice", "main");
        Lock lock = services()
                .locks()
                .acquire(
                        new LockClaim(run.id(), new StackId(stack), "stage", Instant.now(), List.of(), List.of()),
                        "apply by alice");
        services().locks().freezeLock(lock.scope(), run.id(), lock.token(), RunState.APPLY_UNKNOWN.id());
        return lock;
    }

    @Test
    public void overview_copiesOfTheEvidence_areShownAsTheyStand() throws Exception {
        assertFalse(get("auditor", "").getContentAsString().contains("Copies of the evidence"));
        Path good = folder.getRoot().toPath().resolve("copy");
        Path blocked = folder.newFile("a-file").toPath().resolve("copy");
        IacGlobalConfiguration.get()
                .replace("evidenceCopies: [{directory: \"%s\"}, {directory: \"%s\"}]\n".formatted(good, blocked), null)
                .orThrow();
        Run run = run("stage/copied", "alice", "main");
        services().book().step(run, RunState.REJECTED);
        IacRuns.get().seal(services().book().get(run.id()));
        for (int i = 0; i < 3000 && IacRuns.get().evidenceCopies().isEmpty(); i++) {
            Thread.sleep(100);
        }
        String page = get("auditor", "").getContentAsString();
        assertTrue(page, page.contains("Copies of the evidence"));
        assertTrue(page, page.contains("current") && page.contains("it has every record"));
        assertTrue(page, page.contains("<strong>unreachable</strong>"));
        String own = get("auditor", "run/?id=" + run.id()).getContentAsString();
        assertTrue(own, own.matches("(?s).*" + good + "</td>\\s*<td>there</td>.*"));
        assertTrue(own, own.matches("(?s).*" + blocked + "</td>\\s*<td><strong>unreachable</strong></td>.*"));
        assertTrue(own, own.matches("(?s).*artifacts of the build</td>\\s*<td><strong>missing</strong></td>.*"));
        String metrics = get("auditor", "metrics/").getContentAsString();
        assertTrue(metrics, metrics.contains("iac_evidence_copies{state=\"current\"} 1"));
        assertTrue(metrics, metrics.contains("iac_evidence_copies{state=\"unreachable\"} 1"));
        assertTrue(metrics, metrics.contains("iac_journal_state{state=\"writable\"} 1"));
    }

    @Test
    public void everyPage_showsItselfToAnAuditor_withoutScripts() throws Exception {
        String id = run("stage/seen", "alice", "main").id();
        doubtful("stage/seen");
        for (String path :
                new String[] {"", "runs/", "run/?id=" + id, "stack/?name=stage/seen", "locks/", "drift/", "pools/"}) {
            WebResponse page = get("auditor", path);
            String text = page.getContentAsString();
            assertEquals(path, 200, page.getStatusCode());
            String ours = text.substring(text.indexOf("main-panel"));
            assertFalse(path + " has an inline script", ours.matches("(?s).*<script(?![^>]*src=)[^>]*>\\s*[^<\\s].*"));
            assertFalse(path + " has an inline handler", ours.matches("(?s).*\\son(click|change|submit|load)=.*"));
        }
    }

    @Test
    public void hostileNames_areTexts() throws Exception {
        String id = run(HOSTILE, HOSTILE, HOSTILE).id();
        String query = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
        for (String path : new String[] {
            "",
            "runs/",
            "runs/?stack=" + query + "&state=" + query + "&operation=" + query + "&page=" + query,
            "run/?id=" + id,
            "stack/?name=" + query
        }) {
            String text = get("auditor", path).getContentAsString();
            assertFalse(path, text.contains("<img src=x"));
            assertFalse(path, text.contains("<script>alert(2)"));
        }
        assertTrue(get("auditor", "runs/").getContentAsString().contains("alert(2)&lt;/script"));
        assertEquals(404, get("auditor", "run/?id=" + query).getStatusCode());
    }

    @Test
    public void freeze_needsPermissionReasonAndPost() throws Exception {
        assertEquals(405, send("freezer", HttpMethod.GET, "locks/freeze", "environment", "stage", "reason", "r"));
        assertEquals(403, send("auditor", HttpMethod.POST, "locks/freeze", "environment", "stage", "reason", "r"));
        assertEquals(403, send("unlocker", HttpMethod.POST, "locks/freeze", "environment", "stage", "reason", "r"));
        assertEquals(400, send("freezer", HttpMethod.POST, "locks/freeze", "environment", "stage", "reason", " "));
        assertEquals(400, send("freezer", HttpMethod.POST, "locks/freeze", "environment", "nowhere", "reason", "r"));
        assertEquals(400, send("freezer", HttpMethod.POST, "locks/freeze", "reason", "r"));
        assertTrue(services().locks().table().freezes().isEmpty());
        assertEquals(302, send("freezer", HttpMethod.POST, "locks/freeze", "environment", "stage", "reason", "4711"));
        LockScope stage = LockScope.environment("stage");
        assertEquals(
                "freezer",
                services().locks().table().freeze(stage).orElseThrow().by());
        assertTrue(get("auditor", "").getContentAsString().contains("4711"));
        assertEquals(403, send("auditor", HttpMethod.POST, "locks/unfreeze", "environment", "stage", "reason", "r"));
        assertEquals(405, send("freezer", HttpMethod.GET, "locks/unfreeze", "environment", "stage", "reason", "r"));
        assertEquals(302, send("freezer", HttpMethod.POST, "locks/unfreeze", "environment", "stage", "reason", "over"));
        assertTrue(services().locks().table().freeze(stage).isEmpty());
        assertEquals(409, send("freezer", HttpMethod.POST, "locks/unfreeze", "environment", "stage", "reason", "r"));
    }

    @Test
    public void unlock_needsPermissionReasonAndPost_andLeavesEvidence() throws Exception {
        Lock lock = doubtful("stage/doubt");
        LockScope scope = lock.scope();
        String token = String.valueOf(lock.token());
        assertTrue(get("unlocker", "locks/")
                .getContentAsString()
                .matches(
                        "(?s).*name=\"stack\"[^>]*value=\"stage/doubt\"[^>]*>\\s*<input[^>]*name=\"token\"[^>]*value=\""
                                + token + "\".*"));
        for (RecoveryChoice choice : RecoveryChoice.values()) {
            assertTrue(get("unlocker", "locks/")
                    .getContentAsString()
                    .matches("(?s).*<option[^>]*value=\"" + choice.id() + "\".*"));
        }
        assertEquals(405, send("unlocker", HttpMethod.GET, "locks/unlock", "stack", "stage/doubt", "reason", "r"));
        assertEquals(403, send("auditor", HttpMethod.POST, "locks/unlock", "stack", "stage/doubt", "reason", "r"));
        assertEquals(403, send("freezer", HttpMethod.POST, "locks/unlock", "stack", "stage/doubt", "reason", "r"));
        assertEquals(400, send("unlocker", HttpMethod.POST, "locks/unlock", "stack", "stage/doubt", "reason", ""));
        assertEquals(400, send("unlocker", HttpMethod.POST, "locks/unlock", "stack", HOSTILE, "reason", "r"));
        assertEquals(400, send("unlocker", HttpMethod.POST, "locks/unlock", "stack", "stage/free", "reason", "r"));
        for (String other : new String[] {"", "x", "0", String.valueOf(lock.token() - 1)}) {
            assertEquals(
                    "not the lock on the page: " + other,
                    409,
                    send(
                            "unlocker",
                            HttpMethod.POST,
                            "locks/unlock",
                            "stack",
                            "stage/doubt",
                            "token",
                            other,
                            "reason",
                            "r"));
        }
        assertEquals(409, send("unlocker", HttpMethod.POST, "locks/unlock", "stack", "stage/doubt", "reason", "r"));
        for (String none : new String[] {"", "forget it"}) {
            WebResponse refused = post("unlocker", "locks/unlock", token, none);
            assertEquals(400, refused.getStatusCode());
            assertTrue(
                    refused.getContentAsString(),
                    refused.getContentAsString().contains("repair, import, re-plan, revert"));
        }
        assertTrue(services().locks().table().lock(scope).isPresent());
        assertEquals(302, post("unlocker", "locks/unlock", token, "re-plan").getStatusCode());
        assertTrue(services().locks().table().lock(scope).isEmpty());
        JsonNode unlocked = services().book().get(lock.run()).facts().path("unlocked");
        assertEquals("re-plan", unlocked.path("choice").asText());
        String sealed = new String(
                Dsse.ofJson(Json.parse(Files.readString(
                                Path.of(unlocked.path("evidence").asText()))))
                        .payload(),
                StandardCharsets.UTF_8);
        assertEquals(
                "re-plan",
                Json.parse(sealed)
                        .path("predicate")
                        .path("request")
                        .path("document")
                        .path("choice")
                        .asText());
    }

    @Test
    public void form_inABrowser_sendsTheCrumb() throws Exception {
        try (JenkinsRule.WebClient browser = JENKINS.createWebClient()) {
            HtmlPage page = browser.login("freezer").goTo("iac/locks/");
            HtmlForm form = page.getFormByName("freeze");
            form.getSelectByName("environment").setSelectedAttribute("prod", true);
            form.getInputByName("reason").setValue("by hand");
            JENKINS.submit(form);
        }
        LockScope prod = LockScope.environment("prod");
        assertEquals(
                "by hand", services().locks().table().freeze(prod).orElseThrow().reason());
        services().locks().unfreeze(prod, "test", "over");
    }
}
