package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.StackId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The tool's own clients of Google, Azure and Kubernetes, in the binary itself, with nothing but what an identity of the
 * catalog gives a run: they come to their state with our token, and with any other token they do not.
 */
public class CloudClientTest {
    private static final String STATE =
            "{\"version\":4,\"terraform_version\":\"1.9.0\",\"serial\":7,\"lineage\":\"4b0b3c0e-0000-0000-0000-000000000000\","
                    + "\"outputs\":{},\"resources\":[],\"check_results\":null}";

    private static final Identity GOOGLE = identity(
            "google",
            LocalClouds.GOOGLE_ACCOUNT,
            LocalClouds.GOOGLE_AUDIENCE,
            Map.of("provider", LocalClouds.GOOGLE_PROVIDER, "project", "northstar"));
    private static final Identity AZURE = identity(
            "azure",
            LocalClouds.AZURE_CLIENT,
            LocalClouds.AZURE_AUDIENCE,
            Map.of("tenant", LocalClouds.AZURE_TENANT, "subscription", "00000000-0000-0000-0000-000000000003"));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Samples.Clock clock = new Samples.Clock();
    private LocalCloud documents;
    private LocalClouds clouds;
    private LocalInternet internet;
    private Issuer issuer;
    private int number;

    @Before
    public void open() throws Exception {
        Assume.assumeTrue("skipped: neither terraform nor tofu is on PATH", WebIdentityAttackTest.tool() != null);
        Path site = folder.newFolder("site").toPath();
        documents = new LocalCloud(site, clock);
        issuer = new Issuer(
                new IssuerUrl(documents.issuer()),
                IssuerKeys.open(new Samples.Memory(), "issuer", TokenAlgorithm.RS256, clock));
        IssuerDocuments.export(issuer.url(), issuer.keys(), site);
        clouds = new LocalClouds(
                new TokenCheck(documents.issuer(), clock),
                "stack:prod/eu-west-1/payments-db:environment:prod:operation:plan",
                STATE);
        internet = new LocalInternet(folder.newFolder("internet").toPath(), clouds.hosts());
    }

    @After
    public void close() throws Exception {
        if (internet != null) {
            internet.close();
        }
        if (documents != null) {
            documents.close();
        }
    }

    private static Identity identity(String cloud, String role, String audience, Map<String, String> parameters) {
        return new Identity(
                "plan", "prod", List.of(Operation.PLAN), cloud, role, audience, Duration.ofMinutes(15), parameters);
    }

    private Identity kubernetes() {
        return identity(
                "kubernetes",
                null,
                LocalClouds.KUBERNETES_AUDIENCE,
                Map.of(
                        "address",
                        "https://" + LocalClouds.KUBERNETES,
                        "caFile",
                        internet.certificate().toString()));
    }

    private Token token(Identity identity, StackId stack, String environment, Operation operation) {
        Identity named = new Identity(
                identity.name(),
                environment,
                List.of(operation),
                identity.cloud(),
                identity.role(),
                identity.audience(),
                identity.lifetime(),
                identity.parameters());
        return issuer.issue(Samples.facts(stack, environment, operation, named, issuer.url(), clock.instant()));
    }

    private Token right(Identity identity) {
        return token(identity, Samples.STACK, "prod", Operation.PLAN);
    }

    /** What {@code state pull} prints with this token after {@code init}; null where the cloud gave nothing. */
    private String state(Identity identity, String backend, String token) throws Exception {
        Path directory = folder.newFolder("run" + number++).toPath();
        Files.writeString(directory.resolve("main.tf"), "terraform {\n  backend " + backend + "\n}\n");
        CloudBinding binding = CloudBinding.of(identity, "iac-test", directory.resolve("identity"));
        try (TokenDirectory tokens = TokenDirectory.create(binding.directory(), binding.files(), token)) {
            return run(directory, binding, "init", "-input=false", "-no-color") == 0
                            && run(directory, binding, "state", "pull") == 0
                    ? Files.readString(directory.resolve("state.out"))
                    : null;
        }
    }

    private int run(Path directory, CloudBinding binding, String... arguments) throws Exception {
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of(arguments));
        command.add(0, WebIdentityAttackTest.tool().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve(arguments[0] + ".err").toFile())
                .redirectOutput(directory.resolve(arguments[0] + ".out").toFile());
        builder.environment().clear();
        builder.environment().putAll(internet.environment());
        builder.environment().putAll(binding.environment());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private void onlyTheRightToken(Identity identity, String backend) throws Exception {
        Token right = right(identity);
        String got = state(identity, backend, right.value());
        assertTrue(clouds.refusals() + " " + internet.requests() + " " + internet.strangers(), got != null);
        assertEquals(7, Json.parse(got).path("serial").asInt());
        assertEquals(List.of(), clouds.refusals());
        assertEquals("asked nobody else", List.of(), internet.strangers());
        assertTrue("took this very token", clouds.believed().contains(right.id()));
        int taken = clouds.believed().size();
        refused(identity, backend, token(identity, Samples.STACK, "prod", Operation.DRIFT), "subject stack:");
        refused(identity, backend, token(identity, Samples.STACK, "stage", Operation.PLAN), "subject stack:");
        refused(
                identity,
                backend,
                token(identity, new StackId("prod/eu-west-1/network"), "prod", Operation.PLAN),
                "subject stack:prod/eu-west-1/network:");
        Token old = right(identity);
        clock.plus(Duration.ofMinutes(15));
        refused(identity, backend, old, "expired");
        assertEquals("none of them was taken", taken, clouds.believed().size());
        assertEquals("nobody was asked for another credential", List.of(), internet.strangers());
    }

    private void refused(Identity identity, String backend, Token token, String because) throws Exception {
        int before = clouds.refusals().size();
        assertEquals(null, state(identity, backend, token.value()));
        assertFalse(clouds.refusals().size() == before);
        assertTrue(clouds.refusals().toString(), clouds.refusals().get(before).startsWith(because));
    }

    @Test
    public void google_externalAccountFile_isTheKeyToTheStateAndNoOtherTokenIs() throws Exception {
        onlyTheRightToken(GOOGLE, "\"gcs\" {\n    bucket = \"northstar-state\"\n    prefix = \"db\"\n  }");
        assertTrue(
                "as the service account",
                internet.requests()
                        .contains("POST iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
                                + LocalClouds.GOOGLE_ACCOUNT + ":generateAccessToken"));
    }

    @Test
    public void azure_tokenFile_isTheKeyToTheStateAndNoOtherTokenIs() throws Exception {
        onlyTheRightToken(
                AZURE,
                "\"azurerm\" {\n    storage_account_name = \"northstar\"\n    container_name = \"state\"\n"
                        + "    key = \"db.tfstate\"\n  }");
        assertTrue(
                "no standing key of the account was asked for",
                internet.requests().stream().noneMatch(r -> r.contains("listKeys")));
    }

    @Test
    public void kubernetes_tokenFile_isTheKeyToTheStateAndNoOtherTokenIs() throws Exception {
        onlyTheRightToken(kubernetes(), "\"kubernetes\" {\n    secret_suffix = \"db\"\n  }");
    }
}
