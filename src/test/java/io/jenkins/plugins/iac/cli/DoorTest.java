package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Attacks on an approved plan, between approval and apply, with the real tool. A stack was applied once; a second plan is
 * approved. Before each test everything is put back to that moment.
 */
public class DoorTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static final String STACK = "stage/db";
    private static Company company;
    private static Answer plan;
    private static Path approved;

    private static String configuration(int size) {
        return """
                variable "region" {
                  type = string
                }
                resource "terraform_data" "db" {
                  input = "%d in ${var.region}, ${file("${path.module}/motd.txt")}"
                }
                """
                .formatted(size);
    }

    @BeforeClass
    public static void approveOnce() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        company.stack(STACK, "variables: {region: eu-west-1}", configuration(1))
                .file(STACK + "/motd.txt", "hello")
                .writeCatalog();
        company.commit();
        Answer first = company.plan(STACK).ends(0);
        company.approve(first, "bob", "payments").ends(0);
        company.call("apply", first.run()).ends(0);
        company.file(STACK + "/main.tf", configuration(2));
        company.commit();
        plan = company.plan(STACK).ends(0);
        company.approve(plan, "bob", "payments").ends(0);
        approved = company.snapshot("approved");
    }

    @Before
    public void putBack() throws Exception {
        company.restore(approved);
    }

    /** Refused because of this part, and nothing else happened. */
    private static void assertRefused(String part) throws Exception {
        byte[] state = Files.readAllBytes(company.state(STACK));
        Answer answer = company.call("apply", plan.run()).fails(2, part);
        assertEquals("refused", answer.state());
        assertTrue(
                answer.out(),
                answer.json().path("conditions").findValuesAsText("rule").contains("digest." + part));
        assertEquals("the state is untouched", new String(state), Files.readString(company.state(STACK)));
        assertSealed("refused");
    }

    private static void assertSealed(String end) {
        JsonNode show = company.call("run", "show", plan.run()).ends(0).json();
        assertEquals("sealed", show.path("state").asText());
        assertEquals(end, show.path("end").asText());
        assertFalse(Files.exists(company.home().resolve("plans/" + plan.run() + ".plan.enc")));
        company.call(
                        "verify",
                        show.path("evidence").path("file").asText(),
                        "--log",
                        company.home().resolve("evidence") + "")
                .ends(0);
        company.call("apply", plan.run()).fails(2, end);
        JsonNode lock = show.path("lock");
        assertTrue("the stack is free again", lock.isMissingNode() || lock.has("released"));
    }

    private static void editState(String from, String to) throws Exception {
        Path state = company.state(STACK);
        String text = Files.readString(state);
        String edited = text.replaceFirst(from, to);
        assertFalse(text.equals(edited));
        Files.writeString(state, edited);
    }

    @Test
    public void apply_approvedAndFresh_isVerifiedOnceAndOnlyOnce() throws Exception {
        // What happens in the clone after the plan has no effect: edits, new files, new commits.
        company.file(STACK + "/motd.txt", "edited")
                .file(STACK + "/evil_override.tf", "resource \"terraform_data\" \"db\" {\n  input = \"evil\"\n}\n");
        company.commit();
        company.file(STACK + "/more.tf", "resource \"terraform_data\" \"evil\" {}\n");
        Answer answer = company.call("apply", plan.run()).ends(0);
        assertEquals("verified", answer.state());
        assertTrue(answer.json().path("verification").path("empty").asBoolean());
        assertEquals(1, answer.json().path("stateSerialBefore").asInt());
        assertTrue(answer.json().path("stateSerialAfter").asInt() > 1);
        String state = Files.readString(company.state(STACK));
        assertTrue(state, state.contains("2 in eu-west-1, hello"));
        assertFalse(state, state.contains("evil"));
        company.call("verify", answer.json().path("evidence").asText()).ends(0);
        company.call("apply", plan.run()).fails(2, "verified");
    }

    @Test
    public void apply_vaultFileFlipped_isRefused() throws Exception {
        Path vault = company.home().resolve("plans/" + plan.run() + ".plan.enc");
        byte[] bytes = Files.readAllBytes(vault);
        bytes[bytes.length / 2] ^= 1;
        Files.write(vault, bytes);
        Answer answer = company.call("apply", plan.run()).fails(2, "changed");
        assertEquals("refused", answer.state());
        assertSealed("refused");
    }

    @Test
    public void apply_vaultFileOfAnotherRun_isRefused() throws Exception {
        Answer other = company.plan(STACK).ends(0);
        Files.copy(
                company.home().resolve("plans/" + other.run() + ".plan.enc"),
                company.home().resolve("plans/" + plan.run() + ".plan.enc"),
                StandardCopyOption.REPLACE_EXISTING);
        company.call("apply", plan.run()).fails(2, "another run");
    }

    /** Whoever can write where the plan is put for the agent, at the worst of times: behind all checks, as the tool starts. */
    @Test
    public void apply_planSwappedBetweenCheckAndApply_theCheckedOneIsApplied() throws Exception {
        Path real = Path.of(Company.tool().path());
        Path swapping = TEMPORARY.getRoot().toPath().resolve("swapping");
        Path put = TEMPORARY.getRoot().toPath().resolve("put");
        Files.writeString(
                swapping,
                """
                #!/bin/sh
                if [ "$1" = apply ]; then
                  put="$(/bin/cat PUT)"
                  /bin/cp "$put" PUT.before && echo 'another plan' > "$put" || exit 9
                fi
                exec REAL "$@"
                """
                        .replace("PUT", put.toString())
                        .replace("REAL", real.toString()));
        assertTrue(swapping.toFile().setExecutable(true));
        company.catalog(
                real + ", sha256: \"" + Company.tool().sha256(), swapping + ", sha256: \"" + Sha256.ofFile(swapping));
        Answer swapped = company.plan(STACK).ends(0);
        company.approve(swapped, "bob", "payments").ends(0);
        Path area = Path.of(company.call("run", "show", swapped.run())
                .json()
                .path("plan")
                .path("area")
                .asText());
        Files.writeString(put, area.resolve("out/plan.tfplan").toString());
        assertEquals("verified", company.call("apply", swapped.run()).ends(0).state());
        assertTrue("it was there to be swapped", Files.size(Path.of(put + ".before")) > 100);
        assertTrue(Files.readString(company.state(STACK)).contains("2 in eu-west-1, hello"));
    }

    /** The same code planned again has the same addresses and values; it is another plan all the same, and nobody approved it. */
    @Test
    public void apply_planMadeAgainWithTheSameAddresses_needsItsOwnApproval() throws Exception {
        Answer again = company.plan(STACK).ends(0);
        assertEquals(plan.json().path("counts"), again.json().path("counts"));
        assertFalse(plan.digest().equals(again.digest()));
        company.call("apply", again.run()).fails(2, "approv");
        company.call("approve", again.run(), "--as", "bob", "--groups", "payments", "--digest", plan.digest())
                .fails(2, "vote.digest");
    }

    @Test
    public void apply_vaultFileGone_isRefused() throws Exception {
        Files.delete(company.home().resolve("plans/" + plan.run() + ".plan.enc"));
        company.call("apply", plan.run()).fails(2, "no plan of this run");
    }

    @Test
    public void apply_stateMovedOn_isRefused() throws Exception {
        editState("\"serial\": 1", "\"serial\": 2");
        assertRefused("stateSerial");
    }

    @Test
    public void apply_stateOfAnotherLineage_isRefused() throws Exception {
        editState("\"lineage\": \"[0-9a-f-]*\"", "\"lineage\": \"00000000-0000-0000-0000-000000000001\"");
        assertRefused("stateLineage");
    }

    @Test
    public void apply_approvalsChanged_isRefused() throws Exception {
        company.catalog("{name: owner, teams: [payments], count: 1}", "{name: owner, teams: [payments], count: 2}");
        assertRefused("applyTerms");
    }

    @Test
    public void apply_anotherPool_isRefused() throws Exception {
        company.catalog("- name: all", "- name: other");
        company.catalog("pools: [all]", "pools: [other]");
        assertRefused("applyTerms");
    }

    @Test
    public void apply_variablesChanged_isRefused() throws Exception {
        company.catalog("region: eu-west-1", "region: us-east-1");
        assertRefused("variables");
    }

    @Test
    public void apply_policyAdded_isRefused() throws Exception {
        company.catalog(
                "scopes:",
                "policies:\n  - {name: none, point: plan, level: advisory, cel: \"plan.create < 9\"}\nscopes:");
        assertRefused("policyBundle");
    }

    @Test
    public void apply_directoryMoved_isRefused() throws Exception {
        company.catalog("directory: " + STACK, "directory: stage");
        company.call("apply", plan.run()).fails(2, "digest.");
        assertSealed("refused");
    }

    @Test
    public void apply_stackLeftTheCatalog_isOneClearError() throws Exception {
        company.catalog("id: " + STACK, "id: stage/other");
        company.call("apply", plan.run()).fails(2, STACK);
    }

    @Test
    public void apply_toolReplaced_isRefused() throws Exception {
        company.catalog(Company.tool().sha256().toString(), "sha256:" + "1".repeat(64));
        Answer answer = company.call("apply", plan.run()).fails(2, "sha256");
        assertEquals("refused", answer.state());
    }

    @Test
    public void apply_frozen_waitsAndWorksLater() throws Exception {
        company.catalog(
                "approvalExpiry: 24h",
                "approvalExpiry: 24h\n    freezes: [{from: 2020-01-01T00:00:00Z, until: 2099-01-01T00:00:00Z, reason: holidays}]");
        Answer answer = company.call("apply", plan.run()).fails(2, "holidays");
        assertTrue(answer.state(), java.util.Set.of("approved", "apply_queued").contains(answer.state()));
        Files.copy(approved.resolve("iac.yaml"), company.catalog(), StandardCopyOption.REPLACE_EXISTING);
        assertEquals("verified", company.call("apply", plan.run()).ends(0).state());
    }

    @Test
    public void apply_filesInPlaceOfTheRepository_areHeldAgainstTheApprovedTree() throws Exception {
        Company.delete(company.repository().resolve(".git"));
        company.file(STACK + "/motd.txt", "edited");
        assertRefused("sourceTree");
    }

    @Test
    public void apply_codeGone_isOneClearErrorAndWaits() throws Exception {
        Company.delete(company.repository());
        Answer answer = company.call("apply", plan.run()).fails(1, "--dir");
        assertEquals("apply_queued", answer.state());
    }
}
