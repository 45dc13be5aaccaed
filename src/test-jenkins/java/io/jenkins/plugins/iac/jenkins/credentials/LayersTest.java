package io.jenkins.plugins.iac.jenkins.credentials;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.DescriptorVisibilityFilter;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.iac.jenkins.scm.ForkProject;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.security.QueueItemAuthenticatorProvider;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.flow.StepListener;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** Each of the four layers between credentials and code of strangers, with the other three taken out. */
public class LayersTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String JENKINSFILE =
            """
            for (id in ['cloud', 'identity']) {
              try {
                withCredentials([string(credentialsId: id, variable: 'KEY')]) { echo "${id} has length ${KEY.length()}" }
              } catch (e) { echo "${id} refused: ${e.message}" }
            }
            """;

    private static ForkProject project;
    private final List<Runnable> back = new ArrayList<>();

    @BeforeClass
    public static void scan() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Computer.BUILD)
                .everywhere()
                .toEveryone());
        var all = SystemCredentialsProvider.getInstance().getCredentials();
        all.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "cloud", "", Secret.fromString("k3y")));
        all.add(new IdentityCredentials(CredentialsScope.GLOBAL, "identity", "", "prod-plan"));
        ExtensionList<RunTokens> issuers = ExtensionList.lookup(RunTokens.class);
        // A list that nobody has looked into yet forgets nothing.
        assertEquals(2, issuers.size());
        issuers.remove(ExtensionList.lookupSingleton(GrantedTokens.class));
        project = ForkProject.create(JENKINS, FOLDER, JENKINSFILE);
    }

    /** An issuer with a fault: gives a token to whoever asks. */
    @TestExtension
    public static class CarelessTokens extends RunTokens {
        @Override
        public Secret token(Run<?, ?> run, String identity) {
            return Secret.fromString("token");
        }
    }

    @After
    public void putBack() {
        back.forEach(Runnable::run);
    }

    private <T, L extends T> void without(Class<T> kind, Class<L> layer) {
        ExtensionList<T> list = ExtensionList.lookup(kind);
        L one = ExtensionList.lookupSingleton(layer);
        list.remove(one);
        back.add(() -> list.add(one));
    }

    private void withoutVeto() {
        without(StepListener.class, CredentialStepVeto.class);
    }

    private void withoutHiding() {
        without(DescriptorVisibilityFilter.class, HiddenProviders.class);
    }

    private void withoutAnonymous() {
        without(QueueItemAuthenticatorProvider.class, StrangersAreAnonymous.class);
    }

    private static WorkflowRun build(String branch) throws Exception {
        return JENKINS.assertBuildStatus(Result.SUCCESS, project.job(branch).scheduleBuild2(0));
    }

    @Test
    public void noLayer_forkGetsTheCredential_soTheOthersProveSomething() throws Exception {
        withoutVeto();
        withoutHiding();
        withoutAnonymous();
        JENKINS.assertLogContains("cloud has length 3", build("fork"));
    }

    @Test
    public void identityAlone_refusesItself() throws Exception {
        withoutVeto();
        withoutHiding();
        withoutAnonymous();
        WorkflowRun run = build("fork");
        JENKINS.assertLogNotContains("identity has length", run);
        JENKINS.assertLogContains("identity refused", run);
        JENKINS.assertLogContains("identity has length 5", build("main"));
    }

    @Test
    public void hidingAlone_leavesNothingToFind() throws Exception {
        withoutVeto();
        withoutAnonymous();
        WorkflowRun run = build("fork");
        JENKINS.assertLogNotContains("has length", run);
        JENKINS.assertLogContains("Could not find credentials entry with ID 'cloud'", run);
    }

    @Test
    public void anonymousAlone_findsNothing() throws Exception {
        withoutVeto();
        withoutHiding();
        assertSame(Jenkins.ANONYMOUS2, Tasks.getAuthenticationOf2(project.job("fork")));
        assertSame(ACL.SYSTEM2, Tasks.getAuthenticationOf2(project.job("main")));
        WorkflowRun run = build("fork");
        JENKINS.assertLogNotContains("cloud has length", run);
        JENKINS.assertLogContains("Could not find credentials entry with ID 'cloud'", run);
    }

    @Test
    public void vetoAlone_refusesTheStep() throws Exception {
        withoutHiding();
        withoutAnonymous();
        WorkflowRun run = build("fork");
        JENKINS.assertLogNotContains("has length", run);
        JENKINS.assertLogContains("withCredentials is refused", run);
    }
}
