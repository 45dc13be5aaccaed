package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertTrue;

import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStepExecution;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.InboundAgentRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** The question which stacks are touched, over a restart of the controller. */
public class ChangedRestartTest {
    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final InboundAgentRule agents = new InboundAgentRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Git on the agent reads names from a pipe, so that it stands there until somebody says what they are. */
    @Test
    public void restart_whileGitLooks_asksAgainWhenTheAgentIsBack() throws Throwable {
        SampleStack sample = new SampleStack(folder.getRoot(), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        sample.commit("resource \"terraform_data\" \"web\" { input = 2 }\n");
        Path git = folder.newFolder().toPath().resolve("clone/.git");
        FileOutputStream[] held = new FileOutputStream[1];
        try {
            sessions.then(jenkins -> {
                sample.save();
                agents.createAgent(
                        jenkins,
                        InboundAgentRule.Options.newBuilder()
                                .name("plain")
                                .label("plain")
                                .webSocket()
                                .build());
                WorkflowRun build = SampleStack.started(
                        jenkins,
                        """
                        node('plain') {
                          sh '''git clone -q "file://REPOSITORY" CLONE && cd CLONE && git pack-refs --all
                                mv .git/packed-refs .git/kept && mkfifo .git/packed-refs && touch .git/ready'''
                          dir('CLONE') { echo "touched ${iacChanged(base: 'HEAD~1')}" }
                        }
                        """
                                .replace("REPOSITORY", sample.repository().toString())
                                .replace("CLONE", git.getParent().toString()));
                for (int i = 0; i < 3000 && !Files.exists(git.resolve("ready")); i++) {
                    Thread.sleep(100);
                }
                // Comes back when git has opened the other end.
                held[0] = new FileOutputStream(git.resolve("packed-refs").toFile());
                assertTrue(build.isBuilding());
            });
            // As outside of tests: an agent may need more than 15 seconds to find the new controller.
            ExecutorStepExecution.TIMEOUT_WAITING_FOR_NODE_MILLIS = TimeUnit.MINUTES.toMillis(5);
            Files.move(git.resolve("kept"), git.resolve("packed-refs"), StandardCopyOption.REPLACE_EXISTING);
            sessions.then(jenkins -> {
                WorkflowRun build = jenkins.jenkins
                        .getItemByFullName("web", WorkflowJob.class)
                        .getBuildByNumber(1);
                jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
                jenkins.assertLogContains("touched [look/a, look/b, look/c, stage/web, stage/below]", build);
            });
        } finally {
            if (held[0] != null) {
                held[0].close();
            }
        }
    }
}
