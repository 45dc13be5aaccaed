package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What this host of the engine adds to it: votes that nobody authenticated, where tools come from, what a commit vouches for. */
public class HostRulesTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static Company company;
    private static Path fresh;

    @BeforeClass
    public static void company() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        company.stack("dev/web", "", "resource \"terraform_data\" \"a\" {\n  input = \"one\"\n}\n")
                .stack("prod/web", "", "resource \"terraform_data\" \"a\" {\n  input = \"one\"\n}\n")
                .writeCatalog()
                .commit();
        fresh = company.snapshot("fresh");
    }

    @Before
    public void restore() throws Exception {
        company.restore(fresh);
    }

    @Test
    public void votes_homeThatTrustsThem_countInProtectedEnvironmentsAndSayWhatTheyAre() throws Exception {
        company.call("keys", "--trust-local-votes").ends(0);
        Answer plan = company.plan("prod/web").ends(0);
        assertEquals("awaiting_approval", plan.state());
        company.approve(plan, "bob", "payments").ends(0);
        company.call("apply", plan.run()).fails(2, "oncall");
        assertEquals(
                "approved", company.approve(plan, "sam", "sre-oncall").ends(0).state());
        Answer applied = company.call("apply", plan.run()).ends(0);
        assertEquals("verified", applied.state());
        JsonNode predicate = applied.evidence();
        JsonNode receipts = predicate.path("receipts");
        assertEquals("that of the plan and that of the apply", 2, receipts.size());
        assertTrue(receipts.get(0)
                        .path("takenAt")
                        .asText()
                        .compareTo(receipts.get(1).path("takenAt").asText())
                < 0);
        JsonNode votes = predicate.path("approvals").path("votes");
        assertEquals(2, votes.size());
        votes.forEach(v -> assertFalse(
                "the evidence must not call it authenticated: " + v,
                v.path("authenticated").asBoolean(true)));
    }

    @Test
    public void votes_homeThatDoesNotTrustThem_areRefusedAndTheOptionComesTooLate() {
        Answer plan = company.plan("prod/web").ends(0);
        company.approve(plan, "bob", "payments").fails(2, "vote.authenticated");
        company.call("runs", "--trust-local-votes").fails(1, "--trust-local-votes");
        company.call("apply", plan.run()).ends(2);
    }

    @Test
    public void destroy_afterApply_isARunOfItsOwnAndLeavesNothing() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        company.call("apply", plan.run()).ends(0);
        assertTrue(Files.readString(company.state("dev/web")).contains("terraform_data"));
        Answer destroy = company.operation("destroy", "dev/web", "branch", "main", company.head())
                .ends(0);
        assertEquals("approved", destroy.state());
        assertEquals(1, destroy.json().path("counts").path("delete").asInt());
        assertEquals("verified", company.call("apply", destroy.run()).ends(0).state());
        assertEquals(
                0,
                Json.parse(Files.readString(company.state("dev/web")))
                        .path("resources")
                        .size());
        Answer changes =
                company.call("audit", "who-changed", "--stack", "dev/web").ends(0);
        assertEquals(
                List.of("apply", "destroy").toString(),
                changes.json()
                        .path("changes")
                        .findValuesAsText("operation")
                        .toString()
                        .replace("plan", "apply"));
    }

    @Test
    public void destroy_poolThatDoesNotOfferIt_isRejectedAndNothingRuns() throws Exception {
        company.catalog("import, apply, destroy]", "import, apply]");
        company.operation("destroy", "dev/web", "branch", "main", company.head())
                .fails(2, "destroy");
    }

    @Test
    public void drift_afterApply_isAReadOnlyRunOfItsOwnAndTheStatusKnowsIt() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        company.call("apply", plan.run()).ends(0);
        String state = Files.readString(company.state("dev/web"));
        Answer drift = company.operation("drift", "dev/web", "branch", "main", company.head())
                .ends(0);
        assertEquals("no_changes", drift.state());
        assertEquals("clean", drift.json().path("driftReport").path("state").asText());
        assertEquals("a check changes nothing", state, Files.readString(company.state("dev/web")));
        company.call("apply", drift.run()).ends(2);
        JsonNode status = company.call("drift-status").ends(0).json();
        assertEquals(
                "clean", status.path("stacks").path("dev/web").path("state").asText());
        assertEquals(
                drift.run(), status.path("stacks").path("dev/web").path("run").asText());
        assertTrue(status.path("agenda").path("start").isEmpty());
        Files.writeString(
                company.catalog(),
                "driftSchedules:\n  - {stacks: \"**\", every: 1h}\n",
                java.nio.file.StandardOpenOption.APPEND);
        company.later(java.time.Duration.ofHours(3));
        status = company.call("drift-status").ends(0).json();
        assertEquals(1, status.path("agenda").path("start").size());
        assertEquals(1, status.path("agenda").path("waiting").size());
    }

    @Test
    public void driftStatus_ofStacksAtWhichNobodyEverLooked_isUnknownAndDue() throws Exception {
        Files.writeString(
                company.catalog(),
                "driftSchedules:\n  - {stacks: \"dev/**\", every: 1h}\n",
                java.nio.file.StandardOpenOption.APPEND);
        JsonNode status = company.call("drift-status").ends(0).json();
        for (String stack : List.of("dev/web", "prod/web")) {
            assertEquals(
                    Json.parse("{\"state\":\"unknown\",\"run\":null,\"at\":null,\"failed\":null,\"counts\":{}}"),
                    status.path("stacks").path(stack));
        }
        assertEquals(List.of("dev/web"), status.path("agenda").path("start").findValuesAsText("stack"));
        String told = company.text("drift-status").ends(0).out();
        assertEquals(
                List.of(
                        "never looked  dev/web",
                        "never looked  prod/web",
                        "due      dev/web, never looked at",
                        "overdue  1 of them for more than a whole interval, or never looked at; schedules start nothing by"
                                + " themselves"),
                told.lines().toList());
    }

    @Test
    public void copies_ofTheCatalog_growWithTheLogAndTellWhenItWasPutBack() throws Exception {
        Path copy = company.directory().resolve("copy");
        Path away = company.directory().resolve("catalog-is-a-file/copy");
        Files.writeString(company.directory().resolve("catalog-is-a-file"), "");
        Files.writeString(
                company.catalog(),
                "evidenceCopies:\n  - {directory: " + copy + "}\n  - {directory: " + away + "}\n",
                java.nio.file.StandardOpenOption.APPEND);
        Answer first = company.plan("dev/web", "fork_pull_request", "x", company.head())
                .ends(2);
        assertTrue(
                "a copy that cannot be written is named: " + first.err(),
                first.err().contains("unreachable"));
        Path before = company.snapshot("before");
        company.plan("dev/web", "fork_pull_request", "x", company.head()).ends(2);
        String log = company.home().resolve("evidence").toString();
        JsonNode copies = company.call("verify", "--log", log).ends(0).json().path("copies");
        assertEquals("[\"current\",\"behind\"]", Json.write(Json.tree(copies.findValuesAsText("state"))));
        company.text("verify", "--log", copy.toString()).ends(0);
        // Somebody puts the home back to an earlier day: the log by itself cannot know.
        Company.delete(company.home());
        Company.copy(before.resolve("home"), company.home());
        Answer back = company.call("verify", "--log", log).ends(3);
        assertTrue(back.out(), back.out().contains("cut or put back"));
        company.call("copies").ends(3);
        assertEquals(
                2, Files.readAllLines(copy.resolve("entries-00000000.jsonl")).size());
    }

    @Test
    public void verification_planIsEmptyButACheckFails_freezesTheStack() throws Exception {
        Path flag = company.directory().resolve("flag");
        Files.writeString(flag, "up");
        company.file(
                "dev/web/main.tf",
                """
                resource "terraform_data" "a" {
                  input = "two"
                  provisioner "local-exec" {
                    command = "echo down > %s"
                  }
                }
                check "service" {
                  assert {
                    condition     = terraform_data.a.id != "" && trimspace(file("%s")) == "up"
                    error_message = "the service is down"
                  }
                }
                """
                        .formatted(flag, flag));
        company.commit();
        Answer plan = company.plan("dev/web").ends(0);
        Answer apply = company.call("apply", plan.run()).ends(3);
        assertEquals("verification_failed", apply.state());
        JsonNode verification = apply.json().path("verification");
        assertTrue(verification.toString(), verification.path("empty").asBoolean());
        assertFalse(verification.path("checksPassed").asBoolean(true));
        assertTrue(
                verification.toString(),
                verification.path("failedChecks").toString().contains("the service is down"));
        assertEquals(
                "verification_failed",
                company.call("runs")
                        .json()
                        .path("locks")
                        .get(0)
                        .path("frozenBecause")
                        .asText());
    }

    @Test
    public void affected_changeOfAModule_isWhoReachesItAndWhoDependsOnThose() throws Exception {
        company.catalog(
                "{id: dev/web, directory: dev/web}",
                "{id: dev/web, directory: dev/web}\n  - {id: dev/app, directory: dev/app, dependsOn: [dev/web]}\n  - {id: dev/cdn, directory: dev/cdn, dependsOn: [dev/app]}");
        company.file("modules/net/main.tf", "output \"x\" {\n  value = 1\n}\n")
                .file("dev/web/net.tf", "module \"net\" {\n  source = \"../../modules/net\"\n}\n")
                .file("dev/app/main.tf", "resource \"terraform_data\" \"a\" {}\n")
                .file("dev/cdn/main.tf", "resource \"terraform_data\" \"a\" {}\n");
        String before = company.commit();
        company.file("modules/net/main.tf", "output \"x\" {\n  value = 2\n}\n").file("README.md", "words\n");
        String after = company.commit();
        JsonNode found = company.call(
                        "affected", "--dir", company.repository().toString(), "--from", before, "--to", "HEAD")
                .ends(0)
                .json();
        assertEquals("[\"dev/web\"]", found.path("touched").toString());
        assertEquals("[\"dev/app\",\"dev/cdn\"]", found.path("downstream").toString());
        assertEquals(
                "[\"dev/web\",\"dev/app\",\"dev/cdn\"]", found.path("order").toString());
        assertEquals(2, found.path("paths").asInt());
        Object[][] repositories = {
            {"https://github.com/northstar/infra-live", 1},
            {"git@github.com:northstar/infra-live.git", 1},
            {"git@github.com:northstar/other.git", 0},
        };
        for (Object[] row : repositories) {
            Answer named = company.call(
                            "affected",
                            "--dir",
                            company.repository().toString(),
                            "--from",
                            before,
                            "--to",
                            "HEAD",
                            "--repository",
                            (String) row[0])
                    .ends(0);
            assertEquals((String) row[0], row[1], named.json().path("touched").size());
        }
        company.call("affected", "--dir", company.repository().toString(), "--from", after, "--to", "no-such")
                .fails(1, "--to");
        company.call("affected", "--dir", company.repository().toString(), "--from", "--upload-pack=x", "--to", after)
                .ends(1);
    }

    @Test
    public void runs_ofOneStack_saysWhatIsDueThereBecauseOfAnother() throws Exception {
        company.catalog(
                "{id: dev/web, directory: dev/web}",
                "{id: dev/web, directory: dev/web}\n  - {id: dev/app, directory: dev/app, dependsOn: [dev/web]}");
        company.file("dev/app/main.tf", "resource \"terraform_data\" \"a\" {}\n");
        company.commit();
        Answer before = company.plan("dev/app").ends(0);
        company.call("apply", before.run()).ends(0);
        Answer upstream = company.plan("dev/web").ends(0);
        company.call("apply", upstream.run()).ends(0);
        JsonNode due = company.call("runs", "--stack", "dev/app").ends(0).json().path("due");
        assertEquals(due.toString(), "dev/app", due.path(0).path("stack").asText());
        assertTrue(due.toString(), due.toString().contains(upstream.run()));
        assertTrue(company.call("runs", "--stack", "dev/web")
                .ends(0)
                .json()
                .path("due")
                .isMissingNode());
        Files.writeString(company.catalog(), "stacks: [");
        Answer unread = company.call("runs").ends(0);
        assertTrue(unread.json().path("due").isMissingNode());
        assertTrue(unread.err(), unread.err().contains("nobody can say which plans are due: reading the catalog"));
    }

    @Test
    public void import_ofWhatTheCodeNames_isARunOfItsOwnAndImportsOnly() throws Exception {
        String block =
                "import {\n  to = terraform_data.a\n  id = \"existing\"\n}\nresource \"terraform_data\" \"a\" {}\n";
        company.file("dev/web/main.tf", block + "resource \"terraform_data\" \"b\" {}\n");
        company.commit();
        assertEquals(
                List.of("constraint:importOnly"),
                company.operation("import", "dev/web", "branch", "main", company.head())
                        .ends(2)
                        .json()
                        .path("policy")
                        .findValuesAsText("policy"));
        company.file("dev/web/main.tf", block);
        company.commit();
        Answer plan = company.operation("import", "dev/web", "branch", "main", company.head())
                .ends(0);
        assertEquals("approved", plan.state());
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
        assertTrue(Files.readString(company.state("dev/web")).contains("\"existing\""));
        company.operation("import", "dev/web", "pull_request", "x", company.head())
                .ends(2);
    }

    @Test
    public void apply_repositoryWithoutGitMeanwhile_isRefused() throws Exception {
        Answer plan = company.plan("dev/web").ends(0);
        Company.delete(company.repository().resolve(".git"));
        Answer apply = company.call("apply", plan.run()).fails(2, "digest.commit", "no commit vouches for");
        assertEquals("refused", apply.state());
        assertFalse(Files.exists(company.state("dev/web")));
    }

    @Test
    public void plan_toolOfTheCatalogIsNotThere_isAFailureOfTheMachine() throws Exception {
        String path = Company.tool().path();
        company.catalog("path: " + path, "path: /usr/local/bin/no-such-terraform");
        company.plan("dev/web").fails(4, "/usr/local/bin/no-such-terraform", "no such file");
    }

    @Test
    public void plan_toolIsNotTheCatalogs_isARefusal() throws Exception {
        String sum = Company.tool().sha256().hex();
        company.catalog(sum, "0".repeat(64));
        company.plan("dev/web").fails(2, "tool.sha256");
    }

    @Test
    public void demo_realTool_playsToItsEndAndItsEvidenceVerifies() throws Exception {
        Path keep = company.directory().resolve("demo");
        Answer demo = Company.raw(company.clock(), "demo", "--keep", keep.toString());
        demo.ends(0);
        Map.of(
                        "a fork is refused", "✘ plan of prod/eu-west-1/payments-db: refused",
                        "a plan that was exchanged is refused", "digest.planFile",
                        "it is applied and verified", "applied exactly what was approved, verified",
                        "a flipped bit is found", "with one bit flipped")
                .forEach((what, words) ->
                        assertTrue(what + ": " + demo.out(), demo.out().contains(words)));
        String home = keep.resolve("home").toString();
        Company.raw(
                        company.clock(),
                        "verify",
                        "--home",
                        home,
                        "--log",
                        keep.resolve("home/evidence").toString())
                .ends(0);
        Company.raw(company.clock(), "demo", "--keep", keep.toString(), "--format", "json")
                .fails(1, "not empty");
    }
}
