package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.identity.LocalCloud;
import io.jenkins.plugins.iac.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** An apply that lasts longer than its token: what the real tool's own child sees in the token's file all the while. */
public class IdentityRenewalTest {
    private static final String PLAN_ROLE = "arn:aws:iam::000000000001:role/plan";
    private static final String APPLY_ROLE = "arn:aws:iam::000000000001:role/apply";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Company company;
    private LocalCloud cloud;
    private Path seen;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(folder.newFolder("c").toPath());
        seen = folder.newFolder("seen").toPath();
        cloud = new LocalCloud(folder.newFolder("site").toPath(), company.clock());
        cloud.trust(PLAN_ROLE, new LocalCloud.Trust("stack:stage/db:environment:stage:operation:plan", false))
                .trust(APPLY_ROLE, new LocalCloud.Trust("stack:stage/db:environment:stage:operation:apply", true));
        // Reads the file again and again until it has seen two tokens; a file cut in half would be a third.
        String script =
                "echo $AWS_WEB_IDENTITY_TOKEN_FILE > SEEN/where; touch SEEN/working; n=0; while [ $n -lt 600 ]; do n=$((n+1)); cat $AWS_WEB_IDENTITY_TOKEN_FILE > SEEN/now; "
                        + "cp SEEN/now SEEN/$(md5sum < SEEN/now | cut -c1-32).jwt; stat -c %a $AWS_WEB_IDENTITY_TOKEN_FILE >> SEEN/modes; "
                        + "[ $(ls SEEN/*.jwt | wc -l) -ge 2 ] && exit 0; sleep 0.05; done; exit 1";
        company.stack(
                        "stage/db",
                        "identities: {plan: s-plan, apply: s-apply}, backend: {type: s3, config: {"
                                + cloud.backend("db.tfstate") + "}}",
                        """
                        terraform {
                          backend "s3" {}
                        }
                        resource "terraform_data" "slow" {
                          provisioner "local-exec" {
                            command = "SCRIPT"
                          }
                        }
                        """
                                .replace("SCRIPT", script.replace("SEEN", seen.toString())))
                .writeCatalog();
        company.catalog(
                "pools:\n",
                "identities:\n"
                        + "  - {name: s-plan, environment: stage, operations: [plan, drift], cloud: aws, role: \""
                        + PLAN_ROLE + "\", audience: sts.amazonaws.com}\n"
                        + "  - {name: s-apply, environment: stage, operations: [apply], cloud: aws, role: \""
                        + APPLY_ROLE + "\", audience: sts.amazonaws.com, lifetime: 5m}\npools:\n");
        company.catalog(
                "environments: [dev, stage, prod]",
                "environments: [dev, stage, prod]\n    identities: [s-plan, s-apply]");
        company.commit();
        assertEquals(
                0,
                company.call(
                                "issuer",
                                "--url",
                                cloud.issuer(),
                                "--key-file",
                                folder.getRoot() + "/issuer.key",
                                "--export",
                                folder.getRoot() + "/site")
                        .exit());
    }

    @After
    public void close() {
        cloud.close();
    }

    @Test
    public void apply_longerThanItsToken_seesTheNextOneWholeAndTheEvidenceNamesBoth() throws Exception {
        Answer plan = company.plan("stage/db");
        assertEquals(plan.toString(), 0, plan.exit());
        assertEquals(0, company.approve(plan, "bob", "payments").exit());
        CompletableFuture<Answer> applying = CompletableFuture.supplyAsync(() -> company.call("apply", plan.run()));
        Instant patience = Instant.now().plusSeconds(120);
        while (!Files.exists(seen.resolve("working")) && Instant.now().isBefore(patience) && !applying.isDone()) {
            Thread.sleep(50);
        }
        company.later(Duration.ofMinutes(4));
        Answer apply = applying.get();
        assertEquals(apply.toString(), 0, apply.exit());
        assertTrue(apply.toString(), apply.toString().contains(", renewed, valid until "));

        List<JsonNode> tokens = tokens();
        assertEquals("two whole tokens and nothing else was ever in the file", 2, tokens.size());
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode token : tokens) {
            assertEquals(
                    "stack:stage/db:environment:stage:operation:apply",
                    token.path("sub").asText());
            ids.add(token.path("jti").asText());
        }
        assertEquals(2, ids.size());
        assertEquals("600", String.join(" ", new TreeSet<>(Files.readAllLines(seen.resolve("modes")))));

        JsonNode sessions = Company.predicate(
                        company.home().resolve("runs/" + plan.run() + "/artifacts/evidence.dsse.json"))
                .path("identitySessions");
        assertEquals("the plan's, the apply's, and the next one of the apply", 3, sessions.size());
        assertEquals("s-plan", sessions.path(0).path("identity").asText());
        assertEquals(
                ids,
                new TreeSet<>(List.of(
                        sessions.path(1).path("tokenId").asText(),
                        sessions.path(2).path("tokenId").asText())));
        assertNotEquals(sessions.path(1).path("expiresAt"), sessions.path(2).path("expiresAt"));
        Path where = Path.of(Files.readString(seen.resolve("where")).strip());
        assertFalse("nothing of it is left at " + where, Files.exists(where) || Files.exists(where.getParent()));
    }

    private List<JsonNode> tokens() throws Exception {
        List<JsonNode> tokens = new ArrayList<>();
        try (Stream<Path> files = Files.list(seen)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".jwt"))::iterator) {
                String[] parts = Files.readString(file).split("\\.");
                assertEquals("a whole token in " + file, 3, parts.length);
                tokens.add(Json.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)));
            }
        }
        return tokens;
    }
}
