package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.EnvVars;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.run.RunState;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** Agents of a protected pool that are not what it says: refused by their receipt, before any credential. */
public class PostureTest {
    private static final String SECRET = "hunter2hunter2";

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SampleStack sample;
    private Path home;

    @Before
    public void company() throws Exception {
        sample = new SampleStack(folder.newFolder("c"), "resource \"terraform_data\" \"web\" { input = 1 }\n");
        SampleStack.people(jenkins, List.of("alice", "bob"), List.of("bob"));
        home = folder.newFolder("home").toPath();
        save("");
    }

    private void save(String more) throws Exception {
        sample.save("any", text -> text.replace("trust: standard\n", "trust: protected\n" + more));
    }

    /** An agent whose {@code HOME} is a directory of the test, and whose user has an empty one. */
    private void agent(String... more) throws Exception {
        EnvVars environment =
                new EnvVars("HOME", home.toString(), "JAVA_TOOL_OPTIONS", "-Duser.home=" + folder.newFolder("passwd"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        jenkins.createOnlineSlave(Label.get("iac-stage"), environment);
    }

    private void plant() throws Exception {
        Files.writeString(
                Files.createDirectories(home.resolve(".aws")).resolve("credentials"),
                "[default]\naws_secret_access_key = " + SECRET + "\n");
    }

    private void assertRefused(WorkflowRun build, String rule, String found) throws Exception {
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains(rule, build);
        jenkins.assertLogContains(found, build);
        jenkins.assertLogNotContains(SECRET, build);
        assertFalse(sample.hasState());
        assertEquals(
                RunState.FAILED,
                IacRuns.get()
                        .services()
                        .book()
                        .get(IacBuildAction.runs(build).get(0))
                        .end());
    }

    @Test
    public void plan_onAnAgentWithCredentialsInItsHome_assertRefused() throws Exception {
        plant();
        agent();
        assertRefused(
                SampleStack.started(jenkins),
                "receipt.credentials",
                home.toRealPath().resolve(".aws/credentials").toString());
    }

    @Test
    public void plan_onAnAgentWithAContainerEngine_assertRefused() throws Exception {
        Path socket = folder.getRoot().toPath().resolve("d.sock");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            agent("DOCKER_HOST", "unix://" + socket);
            assertRefused(SampleStack.started(jenkins), "receipt.dockerSocket", "one answers");
        }
    }

    @Test
    public void plan_onAnAgentWithTracesOfAnEarlierRun_assertRefused() throws Exception {
        save("    ephemeral: true\n");
        Files.createDirectories(home.resolve(".terraform.d/plugin-cache"));
        agent();
        assertRefused(SampleStack.started(jenkins), "receipt.ephemeral", "plugin-cache");
    }

    /** What was clean while it planned need not be when it applies. */
    @Test
    public void apply_onAnAgentThatGotCredentialsMeanwhile_assertRefused() throws Exception {
        agent();
        WorkflowRun build = SampleStack.started(jenkins);
        jenkins.waitForMessage("Review the plan", build);
        plant();
        SampleStack.approve(build);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("receipt.credentials", build);
        jenkins.assertLogNotContains(SECRET, build);
        assertFalse(sample.hasState());
        assertTrue(IacRuns.get().services().locks().table().locks().isEmpty());
    }
}
