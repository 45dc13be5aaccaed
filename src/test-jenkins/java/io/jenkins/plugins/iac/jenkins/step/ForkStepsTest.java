package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Label;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.scm.FakeSource;
import io.jenkins.plugins.iac.jenkins.scm.ForkProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** What the steps give to a branch, a request of the repository itself, and a fork's request. */
public class ForkStepsTest {
    private static final String JENKINSFILE =
            """
            def stack = 'stage/web'
            if (env.BRANCH_NAME == 'fork') {
                for (operation in ['plan', 'apply', 'drift']) {
                    try {
                        iacAgent(stack: stack, operation: operation) { echo 'has an agent' }
                    } catch (e) {
                        echo "${operation}: ${e.message}"
                    }
                }
                iacAgent(stack: stack, operation: 'validate') { echo "checked: ${iacValidate().state}" }
                iacRun stack
            } else if (env.BRANCH_NAME == 'own') {
                def done = iacRun(stack)
                echo "state: ${done.state}, verified: ${done.verified}"
            }
            """;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void steps_byOriginOfTheRequest_giveAForkTheStaticLaneOnly() throws Exception {
        SampleStack sample = new SampleStack(folder.newFolder(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        Path repository = folder.newFolder().toPath();
        Path code = Files.createDirectories(repository.resolve("live/web"));
        Files.writeString(code.resolve("main.tf"), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.save("any", text -> {
            String stage = text.substring(text.indexOf("  - name: pool-stage\n"), text.indexOf("stacks:\n"));
            String lane = stage.replace("pool-stage", "lane")
                    .replace("iac-stage", "iac-lane")
                    .replace("trust: standard", "trust: untrusted")
                    .replaceFirst("operations: .*", "operations: [fmt, validate, static_policy]");
            return text.replace(stage, stage + lane)
                    .replace("pools: [pool-stage]", "pools: [pool-stage, lane]")
                    .replaceFirst("repository: .*", "repository: \"file://" + repository + "\"");
        });
        jenkins.createOnlineSlave(Label.get("iac-lane"));
        jenkins.createOnlineSlave(Label.get("iac-stage"));
        ForkProject project = ForkProject.create(jenkins, repository, JENKINSFILE, FakeSource::atItsRemote);

        WorkflowRun fork = jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(project.first("fork")));
        for (String operation : List.of("plan", "apply", "drift")) {
            jenkins.assertLogContains(operation + ": refused: ", fork);
        }
        jenkins.assertLogNotContains("has an agent", fork);
        jenkins.assertLogContains("operation.source", fork);
        jenkins.assertLogContains("checked: checked", fork);
        assertFalse("no plan of a fork", names(fork).contains("plan.redacted.json"));

        WorkflowRun own = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(project.first("own")));
        jenkins.assertLogContains("state: plan_only, verified: null", own);
        assertTrue("the repository's own request is planned", names(own).contains("plan.redacted.json"));
        assertFalse("nothing is applied by a request", sample.hasState());
    }

    private static List<String> names(WorkflowRun build) {
        return build.getArtifacts().stream().map(Run.Artifact::getFileName).toList();
    }
}
