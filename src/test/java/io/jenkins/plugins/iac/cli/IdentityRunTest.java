package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.identity.LocalCloud;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Runs whose state is in a cloud that knows no standing key: the real tool gets it with our tokens, or not at all. */
public class IdentityRunTest {
    private static final String PLAN_ROLE = "arn:aws:iam::000000000001:role/plan";
    private static final String APPLY_ROLE = "arn:aws:iam::000000000001:role/apply";
    private static final String CODE =
            """
            terraform {
              backend "s3" {}
            }
            resource "terraform_data" "a" {
              input = "one"
            }
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Company company;
    private LocalCloud cloud;

    @Before
    public void company() throws Exception {
        Company.tool();
        company = new Company(folder.newFolder("c").toPath());
        cloud = new LocalCloud(folder.newFolder("site").toPath(), company.clock());
        cloud.trust(PLAN_ROLE, new LocalCloud.Trust("stack:stage/db:environment:stage:operation:plan", false))
                .trust(APPLY_ROLE, new LocalCloud.Trust("stack:stage/db:environment:stage:operation:apply", true));
        String more = "identities: {plan: s-plan, apply: s-apply}, backend: {type: s3, config: {";
        company.stack("stage/db", more + cloud.backend("db.tfstate") + "}}", CODE)
                .stack("stage/other", more + cloud.backend("other.tfstate") + "}}", CODE)
                .writeCatalog();
        company.catalog(
                "pools:\n",
                "identities:\n"
                        + "  - {name: s-plan, environment: stage, operations: [plan, drift], cloud: aws, role: \""
                        + PLAN_ROLE + "\", audience: sts.amazonaws.com}\n"
                        + "  - {name: s-apply, environment: stage, operations: [apply, destroy], cloud: aws, role: \""
                        + APPLY_ROLE + "\", audience: sts.amazonaws.com}\npools:\n");
        company.catalog(
                "environments: [dev, stage, prod]",
                "environments: [dev, stage, prod]\n    identities: [s-plan, s-apply]");
        company.commit();
    }

    @After
    public void close() {
        cloud.close();
    }

    private Path keyFile() {
        return folder.getRoot().toPath().resolve("issuer.key");
    }

    private void issuer() {
        Answer made = company.call(
                "issuer",
                "--url",
                cloud.issuer(),
                "--key-file",
                keyFile().toString(),
                "--export",
                folder.getRoot().toPath().resolve("site").toString());
        assertEquals(made.toString(), 0, made.exit());
    }

    @Test
    public void planAndApply_stateInTheCloud_eachByItsOwnTokenAlone() throws Exception {
        issuer();
        Answer plan = company.plan("stage/db");
        assertEquals(plan.toString(), 0, plan.exit());
        assertEquals("nothing but the plan's role so far", List.of(PLAN_ROLE), roles());
        assertEquals("a plan writes nothing", List.of(), cloud.writes());

        Answer early = company.call("apply", plan.run());
        assertEquals(early.toString(), 2, early.exit());
        assertEquals("no token of the apply before its approval", List.of(PLAN_ROLE), roles());

        assertEquals(0, company.approve(plan, "bob", "payments").exit());
        Answer apply = company.call("apply", plan.run());
        assertEquals(apply.toString(), 0, apply.exit());
        assertEquals(List.of(APPLY_ROLE, PLAN_ROLE), roles());
        assertTrue(cloud.writes().toString(), cloud.writes().contains(APPLY_ROLE + " db.tfstate"));
        assertTrue(new String(cloud.object("db.tfstate"), StandardCharsets.UTF_8).contains("terraform_data"));
        assertEquals(List.of(), cloud.refusals());

        JsonNode sessions = evidence(plan.run()).path("identitySessions");
        assertEquals(2, sessions.size());
        TreeSet<String> recorded = new TreeSet<>();
        sessions.forEach(s -> recorded.add(s.path("tokenId").asText()));
        TreeSet<String> seen = new TreeSet<>();
        cloud.sessions().forEach(s -> seen.add(s.jti()));
        assertEquals("the evidence names the very tokens that the cloud saw", seen, recorded);
        JsonNode claims = sessions.path(1).path("claims");
        assertEquals(plan.digest(), claims.path("plan_digest").asText());
        assertEquals("bob", claims.path("approvers").path(0).asText());
        assertEquals("iac-" + plan.run(), cloud.sessions().get(0).name());
        tokensAreNowhere(plan, apply);
    }

    private List<String> roles() {
        return cloud.sessions().stream()
                .map(LocalCloud.Session::role)
                .distinct()
                .sorted()
                .toList();
    }

    private JsonNode evidence(String run) throws Exception {
        return Company.predicate(company.home().resolve("runs/" + run + "/artifacts/evidence.dsse.json"));
    }

    /** Neither in anything that is kept, nor in what was printed, nor in a directory of the run. */
    private void tokensAreNowhere(Answer... answers) throws Exception {
        List<String> signatures = cloud.tokens().stream()
                .map(t -> t.substring(t.lastIndexOf('.') + 1))
                .distinct()
                .toList();
        assertEquals(2, signatures.size());
        for (Answer answer : answers) {
            signatures.forEach(s -> assertFalse(answer.toString().contains(s)));
        }
        try (Stream<Path> files = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                signatures.forEach(s -> assertFalse(file.toString(), text.contains(s)));
            }
        }
    }

    @Test
    public void plan_ofAnotherStack_isRefusedByTheCloud() {
        issuer();
        Answer plan = company.plan("stage/other");
        assertEquals(plan.toString(), 4, plan.exit());
        assertTrue(cloud.refusals().toString(), cloud.refusals().get(0).contains("stack:stage/other:"));
        assertEquals(List.of(), cloud.sessions());
        assertEquals(
                "the token was issued, and that is on record",
                "stack:stage/other:environment:stage:operation:plan",
                company.call("run", "show", plan.run())
                        .json()
                        .path("identitySessions")
                        .path(0)
                        .path("subject")
                        .asText());
    }

    @Test
    public void issuerKeys_areEncryptedAndNothingIsIssuedWithoutTheirFile() throws Exception {
        issuer();
        Path kept;
        try (Stream<Path> keys = Files.list(company.home().resolve("keys"))) {
            kept = keys.filter(f -> f.getFileName().toString().startsWith("issuer"))
                    .reduce((a, b) -> {
                        throw new AssertionError("keys twice: " + a + ", " + b);
                    })
                    .orElseThrow();
        }
        String sealed = Files.readString(kept, StandardCharsets.ISO_8859_1);
        assertFalse("neither private nor public halves are to be read", sealed.contains("\"kty\""));
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())));
        String key = Files.readString(keyFile());
        try (Stream<Path> files = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse("the key is in " + file, text.contains(key.strip()));
            }
        }

        Files.delete(keyFile());
        Answer without = company.plan("stage/db");
        assertEquals(without.toString(), 1, without.exit());
        assertTrue(without.toString(), without.toString().contains("key file"));
        assertEquals("nothing went to the cloud", List.of(), cloud.tokens());
        Files.writeString(keyFile(), java.util.Base64.getEncoder().encodeToString(new byte[32]));
        Files.setPosixFilePermissions(keyFile(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Answer another = company.call("issuer");
        assertEquals(another.toString(), 4, another.exit());
        assertTrue(another.toString(), another.toString().contains("encrypted with another key"));
        assertEquals("never made anew", sealed, Files.readString(kept, StandardCharsets.ISO_8859_1));
        Files.writeString(keyFile(), key);
        assertEquals(0, company.call("issuer").exit());
        Files.setPosixFilePermissions(keyFile(), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
        assertTrue(company.call("issuer").toString().contains("others can read"));
    }

    @Test
    public void issuerKeyFile_inTheHome_isRefused() {
        Answer inside = company.call(
                "issuer",
                "--url",
                cloud.issuer(),
                "--key-file",
                company.home().resolve("issuer.key").toString());
        assertEquals(inside.toString(), 1, inside.exit());
        assertTrue(inside.toString(), inside.toString().contains("outside of it"));
    }

    @Test
    public void plan_withoutAnIssuer_hasNoCredentialAtAll() {
        Answer plan = company.plan("stage/db");
        assertEquals(plan.toString(), 4, plan.exit());
        assertEquals(List.of(), cloud.sessions());
        assertEquals(List.of(), cloud.tokens());
    }

    @Test
    public void plan_afterTheKeyWasRevoked_theNextOneIsKnownAlready() {
        issuer();
        Answer first = company.call("issuer");
        Answer revoked = company.call(
                "issuer",
                "--revoke",
                first.json().path("keys").path(0).path("kid").asText());
        assertEquals(
                revoked.toString(),
                "revoked",
                revoked.json().path("keys").path(0).path("stage").asText());
        assertEquals(
                "the next key was published before", 0, company.plan("stage/db").exit());
        assertEquals(
                first.json().path("keys").path(1).path("kid").asText(),
                revoked.json().path("keys").path(1).path("kid").asText());
    }
}
