package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Cause;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import hudson.util.Secret;
import io.jenkins.plugins.iac.identity.IssuerDocuments;
import io.jenkins.plugins.iac.identity.LocalCloud;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.credentials.WithheldCredentials;
import io.jenkins.plugins.iac.jenkins.oidc.IssuerConfiguration;
import io.jenkins.plugins.iac.jenkins.oidc.JenkinsIssuer;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import io.jenkins.plugins.iac.jenkins.run.IacRuns;
import io.jenkins.plugins.iac.jenkins.scm.FakeSource;
import io.jenkins.plugins.iac.jenkins.scm.ForkProject;
import io.jenkins.plugins.iac.model.Sha256;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.credentialsbinding.impl.SecretBuildWrapper;
import org.jenkinsci.plugins.credentialsbinding.impl.StringBinding;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.AfterClass;
import org.junit.Assume;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * The same code and the same Jenkinsfile on main and in a request of a fork, with a cloud that gives sessions for our tokens
 * alone: main gets its token and plans, the fork comes away with nothing, whatever it tries.
 */
public class IdentityForkTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final Path TERRAFORM = Path.of("/usr/local/bin/terraform");
    private static final String ROLE = "arn:aws:iam::000000000001:role/plan";
    private static final String JENKINSFILE =
            """
            def tries(String what, Closure body) {
              try { body(); echo "RESULT ${what}: worked" } catch (e) { echo "RESULT ${what}: ${e.message}" }
            }
            tries('withCredentials') { withCredentials([string(credentialsId: 'cloud', variable: 'KEY')]) { echo "length ${KEY.length()}" } }
            tries('identity') { withCredentials([string(credentialsId: 'identity', variable: 'JWT')]) { echo "jwt ${JWT.length()}" } }
            tries('environment') { echo "role=${env.AWS_ROLE_ARN} token=${env.AWS_WEB_IDENTITY_TOKEN_FILE} key=${env.KEY}" }
            tries('plan') { iacAgent(stack: 'dev/web', operation: 'plan') {
              iacPlan()
              tries('tools') { iacCredentials('plan') { sh 'test -s "$AWS_WEB_IDENTITY_TOKEN_FILE" && ls -l "$AWS_WEB_IDENTITY_TOKEN_FILE" && cat "$AWS_WEB_IDENTITY_TOKEN_FILE"; echo "role $AWS_ROLE_ARN"' } }
              tries('wrong') { iacCredentials('apply') { echo 'the role that writes' } }
            } }
            tries('outside') { node { iacCredentials(operation: 'plan', stack: 'dev/web') { echo 'on any agent' } } }
            """;

    private static ForkProject project;
    private static FreeStyleProject neighbour;
    private static LocalCloud cloud;

    @BeforeClass
    public static void scan() throws Exception {
        Assume.assumeTrue("skipped: no terraform at " + TERRAFORM, Files.isExecutable(TERRAFORM));
        Path site = FOLDER.newFolder("site").toPath();
        cloud = new LocalCloud(site, InstantSource.system())
                .trust(ROLE, new LocalCloud.Trust("stack:dev/web:environment:dev:operation:plan", true));
        IssuerConfiguration.get().setUrl(cloud.issuer());
        IssuerDocuments.export(
                JenkinsIssuer.get().issuer().url(), JenkinsIssuer.get().issuer().keys(), site);
        JENKINS.createOnlineSlave(hudson.model.Label.get("iac-dev"));
        Path repository = FOLDER.newFolder("infra").toPath();
        Files.createDirectories(repository.resolve("web"));
        Files.writeString(
                repository.resolve("web/main.tf"),
                "terraform {\n  backend \"s3\" {}\n}\nresource \"terraform_data\" \"a\" {\n  input = 1\n}\n");
        IacGlobalConfiguration.get()
                .replace(catalog("file://" + repository), null)
                .orThrow();
        var credentials = SystemCredentialsProvider.getInstance().getCredentials();
        credentials.add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "cloud", "", Secret.fromString("k3y")));
        credentials.add(new io.jenkins.plugins.iac.jenkins.credentials.IdentityCredentials(
                CredentialsScope.GLOBAL, "identity", "", "dev-plan"));
        neighbour = JENKINS.createFreeStyleProject("neighbour");
        neighbour.getBuildWrappersList().add(new SecretBuildWrapper(List.of(new StringBinding("KEY", "cloud"))));
        neighbour.getBuildersList().add(new Shell("echo length ${#KEY}"));
        project = ForkProject.create(JENKINS, repository, JENKINSFILE, FakeSource::atItsRemote);
    }

    @AfterClass
    public static void close() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private static String catalog(String repository) throws Exception {
        Process process = new ProcessBuilder(TERRAFORM.toString(), "version", "-json").start();
        String version = io.jenkins.plugins.iac.json.Json.mapper()
                .readTree(process.getInputStream())
                .path("terraform_version")
                .asText();
        return """
                environments: [{name: dev}]
                identities:
                  - {name: dev-plan, environment: dev, operations: [plan, drift], cloud: aws, role: "%s", audience: sts.amazonaws.com}
                  - {name: dev-apply, environment: dev, operations: [apply], cloud: aws, role: "arn:aws:iam::000000000001:role/apply", audience: sts.amazonaws.com}
                pools:
                  - name: pool-dev
                    label: iac-dev
                    trust: standard
                    environments: [dev]
                    operations: [fmt, validate, static_policy, plan, apply]
                    identities: [dev-plan, dev-apply]
                    bodySteps: any
                    tools: [{name: terraform, version: "%s", path: %s, sha256: "%s"}]
                stacks:
                  - id: dev/web
                    repository: "%s"
                    directory: web
                    environment: dev
                    pools: [pool-dev]
                    tool: {name: terraform, version: "%s"}
                    identities: {plan: dev-plan, apply: dev-apply}
                    backend: {type: s3, config: {%s}}
                """
                .formatted(
                        ROLE,
                        version,
                        TERRAFORM,
                        Sha256.ofFile(TERRAFORM),
                        repository,
                        version,
                        cloud.backend("web.tfstate"));
    }

    private static String result(WorkflowRun run, String what) throws Exception {
        return JenkinsRule.getLog(run)
                .lines()
                .filter(l -> l.contains("RESULT " + what + ": "))
                .findFirst()
                .orElse("no result of " + what + " in " + JenkinsRule.getLog(run));
    }

    @Test
    public void sameCodeOnMain_getsItsToken() throws Exception {
        WorkflowRun run = project.first("main");
        JENKINS.assertBuildStatusSuccess(run);
        assertTrue(
                result(run, "withCredentials"), result(run, "withCredentials").endsWith("worked"));
        assertTrue(result(run, "plan"), result(run, "plan").endsWith("worked"));
        assertTrue(result(run, "tools"), result(run, "tools").endsWith("worked"));
        assertTrue("a new token file is private", JenkinsRule.getLog(run).contains("-rw-------"));
        JENKINS.assertLogContains("role " + ROLE, run);
        FreeStyleBuild set =
                neighbour.scheduleBuild2(0, new Cause.UpstreamCause(run)).get();
        JENKINS.assertBuildStatusSuccess(set);
        JENKINS.assertLogContains("length 3", set);
        assertTrue(
                "the plan read its state with our token",
                cloud.sessions().stream()
                        .anyMatch(s -> s.subject().equals("stack:dev/web:environment:dev:operation:plan")));
        String id = IacBuildAction.runs(run).get(0);
        JsonNode sessions = IacRuns.get().services().book().get(id).fact("identitySessions");
        assertEquals("one for the plan, one for the block", 2, sessions.size());
        assertNull(run.getAction(WithheldCredentials.class));
    }

    @Test
    public void tokenOfMain_isNowhereInItsBuildNorOnTheAgent() throws Exception {
        WorkflowRun run = project.first("main");
        JENKINS.assertLogContains("****", run);
        List<String> signatures = cloud.tokens().stream()
                .map(t -> t.substring(t.lastIndexOf('.') + 1))
                .distinct()
                .toList();
        assertFalse(signatures.isEmpty());
        for (Path root : List.of(
                run.getRootDir().toPath(), JENKINS.jenkins.getRootDir().toPath().resolve("iac-runners"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                    signatures.forEach(s -> assertFalse(file.toString(), text.contains(s)));
                    assertFalse(
                            file + " has a signed token", text.matches("(?s).*eyJ[\\w-]{20,}\\.eyJ[\\w-]{20,}\\..*"));
                }
            }
        }
        try (Stream<Path> left = Files.walk(Path.of("/tmp"), 2)) {
            assertFalse(left.anyMatch(
                    p -> p.endsWith("identity/token") && p.toString().contains("/iac-")));
        }
    }

    @Test
    public void identityForAnotherOperation_isRefusedOnMainToo() throws Exception {
        WorkflowRun run = project.first("main");
        assertFalse(result(run, "wrong"), result(run, "wrong").endsWith("worked"));
        JENKINS.assertLogNotContains("the role that writes", run);
        assertFalse(result(run, "outside"), result(run, "outside").endsWith("worked"));
        JENKINS.assertLogNotContains("on any agent", run);
        assertFalse(
                "no run under way when it was asked for",
                result(run, "identity").endsWith("worked"));
    }

    @Test
    public void fork_withCredentialsStepsEnvironmentAndNeighbour_comesAwayWithNothing() throws Exception {
        WorkflowRun run = project.first("fork");
        for (String what : List.of("withCredentials", "identity", "plan", "outside")) {
            assertFalse(result(run, what), result(run, what).endsWith("worked"));
        }
        assertTrue(
                result(run, "withCredentials"), result(run, "withCredentials").contains("is refused"));
        JENKINS.assertLogNotContains("length 3", run);
        JENKINS.assertLogContains("role=null token=null key=null", run);
        for (String id : IacBuildAction.runs(run)) {
            assertTrue(IacRuns.get()
                    .services()
                    .book()
                    .get(id)
                    .fact("identitySessions")
                    .isMissingNode());
        }
        FreeStyleBuild set =
                neighbour.scheduleBuild2(0, new Cause.UpstreamCause(run)).get();
        JENKINS.assertBuildStatus(Result.FAILURE, set);
        JENKINS.assertLogNotContains("length 3", set);
        assertNotNull(set.getAction(WithheldCredentials.class));
    }

    @Test
    public void fork_pageOfTheBuild_saysWhatWasWithheldAndWhy() throws Exception {
        WorkflowRun run = project.first("fork");
        WithheldCredentials withheld = run.getAction(WithheldCredentials.class);
        assertTrue(withheld.getWhy(), withheld.getWhy().contains("is a request from another repository"));
        assertTrue(
                withheld.getSteps().toString(),
                withheld.getSteps().containsAll(List.of("iacCredentials", "withCredentials")));
        String page = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(JENKINS.getURL() + run.getUrl()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertTrue(page, page.contains("Credentials are withheld from this build"));
        assertTrue(page, page.contains("withCredentials"));
    }
}
