package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Label;
import io.jenkins.plugins.iac.report.Browser;
import io.jenkins.plugins.iac.run.RunState;
import io.jenkins.plugins.iac.runtask.CheckServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A plan with a replacement, a secret and 2,000 resources before three people with different rights, in a real browser, by
 * keyboard alone. With the system property {@code iac.pictures} each page is painted into that directory.
 */
public class ReviewKeyboardTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    static {
        // For all tests of the class together.
        JENKINS.timeout = 1800;
    }

    private static final String SECRET = "hunter2-planted-secret";
    private static final String CODE =
            """
            variable "password" {
              sensitive = true
              default   = "SECRET-VERSION"
            }
            resource "terraform_data" "orders" {
              input            = "orders"
              triggers_replace = "engine VERSION"
            }
            resource "terraform_data" "login" {
              input = var.password
            }
            resource "terraform_data" "many" {
              count = COUNT
              input = count.index
            }
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static String code(String version, int count) {
        return CODE.replace("SECRET", SECRET).replace("VERSION", version).replace("COUNT", String.valueOf(count));
    }

    private Browser as(String user) throws Exception {
        Browser browser = Browser.open(folder.newFolder().toPath());
        browser.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8)));
        return browser;
    }

    private static void picture(Browser browser, String name) throws Exception {
        String directory = System.getProperty("iac.pictures");
        if (directory != null) {
            browser.picture(Path.of(directory, name + ".png"));
        }
    }

    /** Every stop of the tabulator in the page's own part, until this one. */
    private static List<String> stops(Browser browser, String until) throws Exception {
        browser.ask("document.querySelector('section.jenkins-section').setAttribute('tabindex', '-1'),"
                + " document.querySelector('section.jenkins-section').focus()");
        return on(browser, until);
    }

    private static List<String> on(Browser browser, String until) throws Exception {
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            browser.press("Tab");
            String stop = browser.ask(
                            "(e => e.tagName + ' ' + (e.name || e.getAttribute('formaction') || e.id || e.textContent.trim()))"
                                    + "(document.activeElement)")
                    .asText();
            stops.add(stop);
            if (stop.endsWith(until)) {
                return stops;
            }
        }
        throw new AssertionError("no stop at " + until + ": " + stops);
    }

    @Test
    public void page_threePeopleAtTheKeyboard_seeTheSamePlanAndMayDifferentThings() throws Exception {
        SampleStack sample = new SampleStack(folder.newFolder(), code("14", 0));
        SampleStack.people(JENKINS, List.of("alice", "bob", "vera"), List.of("alice", "bob"));
        JENKINS.createOnlineSlave(Label.get("iac-stage"));
        try (CheckServer cost = new CheckServer(folder.newFolder().toPath())) {
            sample.save("any", text -> text.replace(
                            "rules:\n",
                            "runTasks:\n  - {name: backup-verified, stages: [after_plan], url: \"" + cost.url()
                                    + "\", network: local, timeout: 2m, certificates: " + cost.certificate()
                                    + "}\nrules:\n")
                    .replace(
                            "    environment: stage\n    owner",
                            "    environment: stage\n    constraints: {runTasks: [backup-verified]}\n"
                                    + "    dataClasses: {terraform_data.orders: customer_transactional}\n    owner"));
            WorkflowRun first = SampleStack.started(JENKINS);
            JENKINS.waitForMessage("Review the plan", first);
            SampleStack.approve(first);
            JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(first));
            sample.commit(code("15", 2000));
            WorkflowJob job = JENKINS.createProject(WorkflowJob.class, "review");
            job.setDefinition(new CpsFlowDefinition(
                    "iacAgent(stack: '" + SampleStack.STACK + "', operation: 'plan') { iacPlan() }\niacApproval()",
                    true));
            WorkflowRun build = job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("alice")))
                    .waitForStart();
            JENKINS.waitForMessage("Review the plan", build);
            String url = JENKINS.getURL() + build.getUrl() + "iac/";

            try (Browser vera = as("vera")) {
                vera.goTo(url);
                isTheSamePlan(vera);
                assertFalse("no button", vera.controls().contains("button \"Approve\""));
                picture(vera, "review-reader");
            }
            try (Browser alice = as("alice")) {
                alice.goTo(url);
                isTheSamePlan(alice);
                assertFalse("she asked for it", alice.controls().contains("button \"Approve\""));
                picture(alice, "review-requester");
            }
            try (Browser bob = as("bob")) {
                changes(bob, url);
                bob.goTo(url);
                isTheSamePlan(bob);
                picture(bob, "review-approver");
                List<String> controls = bob.controls();
                assertTrue(controls.toString(), controls.contains("button \"Approve\""));
                assertTrue(controls.toString(), controls.contains("button \"Reject\""));
                assertTrue(controls.toString(), controls.contains("textbox \"Comment\""));
                // The link that leads past the frame with all changes.
                stops(bob, "Decide");
                bob.press("Enter");
                List<String> stops = on(bob, "approve");
                assertTrue("the comment comes before the button: " + stops, stops.contains("TEXTAREA comment"));
                bob.ask("document.querySelector('[name=comment]').focus()");
                bob.type("seen by keyboard");
                on(bob, "approve");
                bob.press("Enter");
                for (int i = 0; i < 1500 && SampleStack.run(build).state() == RunState.AWAITING_APPROVAL; i++) {
                    Thread.sleep(200);
                }
            }
            assertEquals(
                    "seen by keyboard",
                    SampleStack.run(build).votes().get(0).path("comment").asText());
            JENKINS.assertBuildStatusSuccess(JENKINS.waitForCompletion(build));
            JENKINS.assertLogContains("approved by bob", build);
        }
    }

    /** Summary first, what is replaced on top, the answer of the check, no secret, and a name for everything. */
    private static void isTheSamePlan(Browser browser) throws Exception {
        String text = browser.ask("document.querySelector('section.jenkins-section').innerText")
                .asText();
        assertTrue(text, text.contains("terraform_data.orders will be replaced"));
        assertTrue(text, text.contains("backup-verified"));
        assertFalse(browser.ask("document.documentElement.outerHTML.includes('" + SECRET + "')")
                .asBoolean());
        assertTrue(
                "what is destroyed stands above all changes",
                text.indexOf("terraform_data.orders") < text.indexOf("All changes"));
        List<String> nameless =
                browser.controls().stream().filter(c -> c.endsWith("\"\"")).toList();
        assertEquals(List.of(), nameless);
    }

    /** The page of all changes by itself: 2,000 rows, folds, a search. */
    private static void changes(Browser browser, String url) throws Exception {
        browser.goTo(url);
        String changes = browser.ask("document.querySelector('iframe').src").asText();
        assertTrue(changes, changes.endsWith("&theme=light"));
        browser.goTo(changes);
        String shown = "[...document.querySelectorAll('ul.rows > li')].filter(r => r.offsetParent !== null).length";
        assertTrue(browser.ask(shown).asInt() >= 2000);
        assertFalse(browser.ask("document.documentElement.outerHTML.includes('" + SECRET + "')")
                .asBoolean());
        browser.ask("document.getElementById('q').focus()");
        browser.type("terraform_data.login");
        int rows = browser.ask(shown).asInt();
        for (int i = 0; i < 100 && rows >= 10; i++) {
            Thread.sleep(100);
            rows = browser.ask(shown).asInt();
        }
        assertTrue("rows that fit: " + rows, rows >= 1 && rows < 10);
        String inRows = "document.activeElement.closest('ul.rows > li') !== null";
        for (int i = 0; i < 10 && (i == 0 || !browser.ask(inRows).asBoolean()); i++) {
            browser.press("Tab");
        }
        assertTrue("the tabulator comes to the rows", browser.ask(inRows).asBoolean());
        browser.press("Enter");
        assertTrue(
                "Enter opens the fold under the focus",
                browser.ask("document.activeElement.tagName === 'SUMMARY' && document.activeElement.parentElement.open")
                        .asBoolean());
        String fold =
                browser.ask("document.activeElement.parentElement.innerText").asText();
        assertTrue(fold, fold.contains("sensitive"));
        picture(browser, "review-masked");
    }
}
