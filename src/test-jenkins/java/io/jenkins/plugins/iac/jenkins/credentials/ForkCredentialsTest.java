package io.jenkins.plugins.iac.jenkins.credentials;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.iac.jenkins.scm.FakeSource;
import io.jenkins.plugins.iac.jenkins.scm.ForkProject;
import io.jenkins.plugins.iac.model.IacException;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.flow.StepListener;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;

/** The same code on main, in a request of the repository and in one of a fork: what each comes away with. */
public class ForkCredentialsTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String JENKINSFILE =
            """
            withCredentials([string(credentialsId: 'cloud', variable: 'KEY')]) {
              echo "length ${KEY.length()}"
            }
            """;

    private static ForkProject project;

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
        List<Credentials> all = SystemCredentialsProvider.getInstance().getCredentials();
        all.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "cloud", "", Secret.fromString("k3y")));
        all.add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "source", "", "reader", "passw0rd-of-reader"));
        all.add(new UsernamePasswordCredentialsImpl(
                CredentialsScope.GLOBAL, "other", "", "writer", "passw0rd-of-writer"));
        ExtensionList<RunTokens> issuers = ExtensionList.lookup(RunTokens.class);
        // A list that nobody has looked into yet forgets nothing.
        assertEquals(2, issuers.size());
        issuers.remove(ExtensionList.lookupSingleton(GrantedTokens.class));
        project = ForkProject.create(JENKINS, FOLDER, JENKINSFILE);
    }

    /** Gives every build a token, as an issuer with a fault would. */
    @TestExtension
    public static class CarelessTokens extends RunTokens {
        @Override
        public Secret token(Run<?, ?> run, String identity) {
            if (identity.equals("refused")) {
                throw IacException.refused("issuing a token", identity, "no grant", "a grant", "ask for one");
            }
            return Secret.fromString("token of " + identity);
        }
    }

    @Test
    public void withCredentials_onMain_works() throws Exception {
        JENKINS.assertBuildStatusSuccess(project.first("main"));
        JENKINS.assertLogContains("length 3", project.first("main"));
        JENKINS.assertBuildStatusSuccess(project.first("own"));
    }

    @Test
    public void withCredentials_inAFork_isRefusedWithTheReason() throws Exception {
        WorkflowRun run = project.first("fork");
        JENKINS.assertBuildStatus(Result.FAILURE, run);
        JENKINS.assertLogContains("withCredentials is refused", run);
        JENKINS.assertLogContains("is a request from another repository", run);
        JENKINS.assertLogNotContains("length", run);
    }

    /** The providers are hidden whether or not a step was vetoed. */
    @Test
    public void withCredentials_inAForkWithoutTheVeto_findsNothing() throws Exception {
        ExtensionList<StepListener> listeners = ExtensionList.lookup(StepListener.class);
        CredentialStepVeto veto = ExtensionList.lookupSingleton(CredentialStepVeto.class);
        listeners.remove(veto);
        try {
            WorkflowRun run = JENKINS.assertBuildStatus(
                    Result.FAILURE, project.job("fork").scheduleBuild2(0));
            JENKINS.assertLogContains("Could not find credentials entry with ID 'cloud'", run);
            JENKINS.assertLogNotContains("length", run);
        } finally {
            listeners.add(veto);
        }
    }

    private static int found(Item job, Class<? extends Credentials> type) {
        return CredentialsProvider.lookupCredentialsInItem(type, job, ACL.SYSTEM2, List.of())
                .size();
    }

    @Test
    public void lookup_byTheSystemForAFork_findsNothing() {
        assertEquals(3, found(project.job("main"), StandardCredentials.class));
        assertEquals(3, found(project.job("own"), StandardCredentials.class));
        assertEquals(0, found(project.job("fork"), StandardCredentials.class));
        assertEquals(0, found(project.job("fork"), StandardUsernameCredentials.class));
        assertEquals("the project itself has to scan", 3, found(project.project(), StandardCredentials.class));
    }

    private static List<String> forCheckout(String branch, Class<? extends StandardCredentials> type, String address) {
        return CredentialsProvider.lookupCredentialsInItem(
                        type,
                        project.job(branch),
                        ACL.SYSTEM2,
                        URIRequirementBuilder.fromUri(address).build())
                .stream()
                .map(StandardCredentials::getId)
                .sorted()
                .toList();
    }

    @Test
    public void checkout_ofTheForkItself_getsTheCredentialOfTheSource() {
        assertEquals(List.of("source"), forCheckout("fork", StandardUsernameCredentials.class, FakeSource.ADDRESS));
    }

    /** A Jenkinsfile may name any address to check out from, with the id of the source's credential. */
    @Test
    public void checkout_ofAnywhereElse_getsNothing() {
        List<String> addresses = List.of(
                "https://evil.example/acme/infra.git",
                "https://git.example:8443/mallory/infra.git",
                "https://git.example/acme/infra.git",
                "https://git.example:9443/acme/infra.git",
                "http://git.example:8443/acme/infra.git",
                "https://git.example:8443/acme/infra.git/../x",
                "https://git.example:8443@evil.example/acme/infra.git",
                "https://evil.example/?https://git.example:8443/acme/infra.git",
                "git@git.example:acme/infra.git",
                "/acme/infra.git",
                "");
        for (String address : addresses) {
            assertEquals(address, List.of(), forCheckout("fork", StandardUsernameCredentials.class, address));
        }
    }

    @Test
    public void checkout_ofAnotherKindOfCredential_getsNothing() {
        assertEquals(List.of(), forCheckout("fork", StandardUsernamePasswordCredentials.class, FakeSource.ADDRESS));
        assertEquals(List.of(), forCheckout("fork", StandardCredentials.class, FakeSource.ADDRESS));
        assertEquals(List.of(), forCheckout("fork", StringCredentials.class, FakeSource.ADDRESS));
    }

    /** An address that Jenkins cannot read says nothing about where a password would go. */
    @Test
    public void leadsTo_addressWithoutAHost_isNever() {
        String scp = "git@git.example:acme/infra.git";
        assertFalse(
                ForkCheckoutProvider.leadsTo(URIRequirementBuilder.fromUri(scp).build(), scp));
        assertFalse(ForkCheckoutProvider.leadsTo(List.of(), FakeSource.ADDRESS));
        assertFalse(ForkCheckoutProvider.leadsTo(List.of(), null));
        assertFalse(ForkCheckoutProvider.leadsTo(List.of(), "file:///srv/infra.git"));
        assertTrue(ForkCheckoutProvider.leadsTo(
                URIRequirementBuilder.fromUri(FakeSource.ADDRESS).build(), FakeSource.ADDRESS));
    }

    @Test
    public void build_ofAFork_runsAsNobody() {
        assertSame(Jenkins.ANONYMOUS2, Tasks.getAuthenticationOf2(project.job("fork")));
        assertSame(ACL.SYSTEM2, Tasks.getAuthenticationOf2(project.job("main")));
        assertSame(ACL.SYSTEM2, Tasks.getAuthenticationOf2(project.job("own")));
    }

    /** Our own credential asks for itself, even where an issuer would give a token to anybody. */
    @Test
    public void identity_isForTheRunsOfTheRepositoryOnly() throws Exception {
        IdentityCredentials identity = new IdentityCredentials(CredentialsScope.GLOBAL, "id", "", "prod-plan");
        StringCredentials bound = (StringCredentials) identity.forRun(project.first("main"));
        assertEquals("token of prod-plan", bound.getSecret().getPlainText());
        CredentialsUnavailableException refusal =
                assertThrows(CredentialsUnavailableException.class, () -> identity.forRun(project.first("fork")));
        assertTrue(refusal.getMessage(), refusal.getMessage().contains("withheld from code"));
        assertThrows(CredentialsUnavailableException.class, () -> bound.forRun(project.first("main")));
    }

    @Test
    public void identity_withoutAGrant_saysWhy() {
        IdentityCredentials identity = new IdentityCredentials(CredentialsScope.GLOBAL, "id", "", "refused");
        CredentialsUnavailableException refusal =
                assertThrows(CredentialsUnavailableException.class, () -> identity.forRun(project.first("main")));
        assertTrue(refusal.getMessage(), refusal.getMessage().contains("no grant"));
    }

    @Test
    public void identity_holdsNothing() {
        IdentityCredentials identity = new IdentityCredentials(CredentialsScope.GLOBAL, "id", "", "prod-plan");
        assertThrows(CredentialsUnavailableException.class, identity::getSecret);
        StringCredentials bound = (StringCredentials) identity.forRun(project.first("main"));
        assertFalse(Jenkins.XSTREAM2.toXML(bound).contains("token"));
    }
}
