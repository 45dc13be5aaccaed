package io.jenkins.plugins.iac.identity;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.StackId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
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
 * The real tool presents tokens to an STS that trusts one subject: only the right one, alive and signed by a key that is
 * still published, brings it to its state.
 */
public class WebIdentityAttackTest {
    private static final String ROLE = Samples.APPLY.role();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Samples.Clock clock = new Samples.Clock();
    private LocalCloud cloud;
    private Issuer issuer;
    private Path site;
    private int number;

    @Before
    public void open() throws Exception {
        Assume.assumeTrue("skipped: neither terraform nor tofu is on PATH", tool() != null);
        site = folder.newFolder("site").toPath();
        cloud = new LocalCloud(site, clock)
                .trust(
                        ROLE,
                        new LocalCloud.Trust(
                                "stack:prod/eu-west-1/payments-db:environment:prod:operation:apply", true));
        issuer = new Issuer(
                new IssuerUrl(cloud.issuer()),
                IssuerKeys.open(new Samples.Memory(), "issuer", TokenAlgorithm.RS256, clock));
        publish();
    }

    @After
    public void close() {
        if (cloud != null) {
            cloud.close();
        }
    }

    static Path tool() {
        for (String directory : System.getenv("PATH").split(":")) {
            for (String name : List.of("terraform", "tofu")) {
                if (Files.isExecutable(Path.of(directory, name))) {
                    return Path.of(directory, name);
                }
            }
        }
        return null;
    }

    private void publish() throws Exception {
        IssuerDocuments.export(issuer.url(), issuer.keys(), site);
    }

    private Token token(StackId stack, String environment, Operation operation) {
        Identity identity = new Identity(
                "any",
                environment,
                List.of(operation),
                "aws",
                ROLE,
                "sts.amazonaws.com",
                Duration.ofMinutes(15),
                Map.of());
        return issuer.issue(Samples.facts(stack, environment, operation, identity, issuer.url(), clock.instant()));
    }

    private Token right() {
        return token(Samples.STACK, "prod", Operation.APPLY);
    }

    /** {@code init} with nothing but this token, as a run would have it; its exit code. */
    private int init(String token) throws Exception {
        Path directory = folder.newFolder("run" + number++).toPath();
        Files.writeString(
                directory.resolve("main.tf"),
                """
                terraform {
                  backend "s3" {
                    bucket                      = "state"
                    key                         = "db.tfstate"
                    region                      = "eu-west-1"
                    use_path_style              = true
                    skip_region_validation      = true
                    skip_requesting_account_id  = true
                    endpoints = { s3 = "URL/s3", sts = "URL/sts" }
                  }
                }
                """
                        .replace("URL", cloud.url()));
        try (TokenDirectory tokens = TokenDirectory.create(directory.resolve("identity"), Map.of(), token)) {
            CloudBinding binding = CloudBinding.of(
                    new Identity("a", "prod", List.of(), "aws", ROLE, "sts.amazonaws.com", null, Map.of()),
                    "iac-test",
                    directory.resolve("identity"));
            ProcessBuilder builder = new ProcessBuilder(tool().toString(), "init", "-input=false", "-no-color")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile());
            builder.environment().clear();
            builder.environment().putAll(binding.environment());
            builder.environment().put("HOME", directory.toString());
            builder.environment().put("CHECKPOINT_DISABLE", "1");
            Process process = builder.start();
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
            return process.exitValue();
        }
    }

    private void refused(String attack, String token, String because) throws Exception {
        int before = cloud.refusals().size();
        assertEquals(attack, 1, init(token));
        List<String> refusals = cloud.refusals();
        assertTrue(attack + ": " + refusals, refusals.size() > before);
        assertTrue(attack + ": " + refusals, refusals.get(before).startsWith(because));
        assertEquals("no session for " + attack, List.of(), cloud.sessions());
    }

    @Test
    public void token_ofTheRightSubject_bringsTheToolToItsState() throws Exception {
        assertEquals(0, init(right().value()));
        assertEquals(right().subject(), cloud.sessions().get(0).subject());
    }

    @Test
    public void token_ofAnotherStackOperationOrEnvironment_isRefused() throws Exception {
        refused(
                "another stack",
                token(new StackId("prod/eu-west-1/network"), "prod", Operation.APPLY)
                        .value(),
                "AccessDenied: subject stack:prod/eu-west-1/network:");
        refused(
                "another operation",
                token(Samples.STACK, "prod", Operation.PLAN).value(),
                "AccessDenied: subject stack:prod/eu-west-1/payments-db:environment:prod:operation:plan");
        refused(
                "another environment",
                token(Samples.STACK, "stage", Operation.APPLY).value(),
                "AccessDenied: subject stack:prod/eu-west-1/payments-db:environment:stage:");
    }

    @Test
    public void token_afterTheRun_isRefused() throws Exception {
        String token = right().value();
        clock.plus(Duration.ofMinutes(15));
        refused("an expired token", token, "ExpiredTokenException");
    }

    @Test
    public void token_ofARetiredOrRevokedKey_isRefused() throws Exception {
        clock.plus(Duration.ofDays(1));
        String old = right().value();
        issuer.keys().rotate();
        clock.plus(IssuerKeys.OVERLAP);
        publish();
        refused("a key after its overlap", old, "InvalidIdentityToken");
        String revoked = right().value();
        issuer.keys().revoke(issuer.keys().signing().kid());
        publish();
        refused("a revoked key", revoked, "InvalidIdentityToken");
        assertEquals("the next key works at once", 0, init(right().value()));
    }

    @Test
    public void token_forged_isRefused() throws Exception {
        String[] parts = right().value().split("\\.");
        refused("alg none", b64("{\"alg\":\"none\"}") + "." + parts[1] + ".", "InvalidIdentityToken");
        refused(
                "an unknown kid",
                b64("{\"alg\":\"RS256\",\"kid\":\"unknown\"}") + "." + parts[1] + "." + parts[2],
                "InvalidIdentityToken");
        String plan = token(Samples.STACK, "prod", Operation.PLAN).value().split("\\.")[1];
        String payload = new String(Base64.getUrlDecoder().decode(plan), StandardCharsets.UTF_8)
                .replace("operation:plan", "operation:apply");
        assertTrue(Json.parse(payload).path("sub").asText().endsWith("apply"));
        refused("another subject written in", parts[0] + "." + b64(payload) + "." + parts[2], "InvalidIdentityToken");
    }

    private static String b64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
