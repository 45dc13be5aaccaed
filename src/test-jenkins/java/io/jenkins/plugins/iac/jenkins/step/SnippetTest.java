package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.approval.IacApprovalStep;
import io.jenkins.plugins.iac.run.RecoveryChoice;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.ClassRule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What <em>Pipeline Syntax</em> writes for each step, and that each explains itself. */
public class SnippetTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    private static String snippet(Class<?> step, JSONObject fields) throws Exception {
        fields.put("stapler-class", step.getName());
        fields.put("$class", step.getName());
        HttpRequest request = HttpRequest.newBuilder(URI.create(JENKINS.getURL() + "pipeline-syntax/generateSnippet"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(JENKINS.jenkins.getCrumbIssuer().getCrumbRequestField(), "test")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "json=" + URLEncoder.encode(fields.toString(), StandardCharsets.UTF_8)))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(response.body(), 200, response.statusCode());
        return response.body().strip();
    }

    private static JSONObject fields(String... pairs) {
        JSONObject fields = new JSONObject();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    @Test
    public void snippet_ofEachStep_saysOnlyWhatWasFilledIn() throws Exception {
        assertEquals("iacRun 'prod/db'", snippet(IacRunStep.class, fields("stack", "prod/db", "timeout", "")));
        assertEquals(
                "iacRun stack: 'prod/db', timeout: '8h'",
                snippet(IacRunStep.class, fields("stack", "prod/db", "timeout", "8h")));
        assertTrue(snippet(IacAgentStep.class, fields("stack", "prod/db", "operation", "plan"))
                .startsWith("iacAgent(operation: 'plan', stack: 'prod/db') {"));
        assertEquals(
                "iacUnlock reason: 'seen', stack: 'prod/db'",
                snippet(IacUnlockStep.class, fields("stack", "prod/db", "choice", "", "reason", "seen")));
        assertEquals(
                "iacUnlock choice: 're-plan', reason: 'seen', stack: 'prod/db'",
                snippet(IacUnlockStep.class, fields("stack", "prod/db", "choice", "re-plan", "reason", "seen")));
        assertEquals("iacPlan()", snippet(IacPlanStep.class, fields("stack", "")));
        assertEquals("iacApply stack: 'prod/db'", snippet(IacApplyStep.class, fields("stack", "prod/db")));
        assertEquals("iacValidate()", snippet(IacValidateStep.class, fields("stack", "")));
        assertEquals("iacApproval timeout: '8h'", snippet(IacApprovalStep.class, fields("timeout", "8h")));
    }

    @Test
    public void unlock_offersEveryChoiceAndNone() {
        IacUnlockStep.DescriptorImpl unlock = (IacUnlockStep.DescriptorImpl) StepDescriptor.byFunctionName("iacUnlock");
        List<String> values = new ArrayList<>(List.of(""));
        for (RecoveryChoice choice : RecoveryChoice.values()) {
            values.add(choice.id());
        }
        assertEquals(
                values, unlock.doFillChoiceItems().stream().map(o -> o.value).toList());
    }

    private static int help(StepDescriptor descriptor, String field) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        JENKINS.getURL() + "descriptorByName/" + descriptor.clazz.getName() + "/help" + field))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    public void eachStep_hasHelpForItselfAndItsStack() throws Exception {
        for (String name : List.of("iacRun", "iacAgent", "iacPlan", "iacApply", "iacValidate", "iacApproval")) {
            StepDescriptor descriptor = StepDescriptor.byFunctionName(name);
            assertEquals(name, 200, help(descriptor, ""));
            assertEquals(name, 200, help(descriptor, "/stack"));
            assertEquals(name, 404, help(descriptor, "/nothing"));
        }
    }
}
