package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** One stack that was applied once, looked for drift, and asked about. */
public class AuditCommandTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static final String STACK = "stage/db";
    private static Company company;
    private static String run;
    private static String commit;

    @BeforeClass
    public static void applyOnce() throws Exception {
        company = new Company(TEMPORARY.newFolder("c").toPath())
                .stack(STACK, "", "resource \"terraform_data\" \"db\" {}\noutput \"size\" { value = \"small\" }\n")
                .writeCatalog();
        commit = company.commit();
        Answer plan = company.plan(STACK).ends(0);
        run = plan.run();
        company.approve(plan, "bob", "payments").ends(0);
        company.call("apply", run).ends(0);
    }

    private static String at(int minutes) {
        return Instant.now().plus(minutes, ChronoUnit.MINUTES).toString();
    }

    @Test
    public void whoChanged_withinTheTime_namesPersonCommitAndApproval() {
        JsonNode changes = company.call("audit", "who-changed", "--stack", STACK, "--between", at(-60) + "," + at(60))
                .ends(0)
                .json()
                .path("changes");
        assertEquals(1, changes.size());
        assertEquals(run, changes.path(0).path("run").asText());
        assertEquals("alice", changes.path(0).path("actor").asText());
        assertEquals(commit, changes.path(0).path("commit").asText());
        assertEquals("bob", changes.path(0).path("approvers").path(0).asText());
        assertTrue(changes.path(0).path("verified").asBoolean());
    }

    @Test
    public void whoChanged_elsewhere_namesNobody() {
        for (List<String> question : List.of(
                List.of("--stack", STACK, "--between", "2020-01-01,2020-02-01"),
                List.of("--stack", STACK, "--between", at(60) + "," + at(120)),
                List.of("--stack", "stage/other", "--between", at(-60) + "," + at(60)))) {
            List<String> call = new ArrayList<>(List.of("audit", "who-changed"));
            call.addAll(question);
            assertEquals(
                    question.toString(),
                    0,
                    company.call(call.toArray(String[]::new))
                            .ends(0)
                            .json()
                            .path("changes")
                            .size());
        }
    }

    @Test
    public void show_ofAnApply_provesIt() {
        JsonNode shown = company.call("audit", "show", run).ends(0).json();
        assertEquals("verified", shown.path("outcome").asText());
        assertTrue(shown.path("approval").path("appliedIsApproved").asBoolean());
        assertTrue(shown.path("proof").path("verified").asBoolean());
    }

    /** On one machine nobody authenticates a voter; text says it as JSON does. */
    @Test
    public void text_ofAnApply_saysWhoWasNotAuthenticated() {
        for (String[] question : new String[][] {{"audit", "show", run}, {"audit", "who-changed"}}) {
            String told = company.text(question).ends(0).out();
            assertTrue(told, told.contains(" by bob (not authenticated)"));
        }
        JsonNode votes =
                company.call("audit", "show", run).json().path("approval").path("votes");
        assertEquals("false", votes.path(0).path("authenticated").asText());
    }

    @Test
    public void whoChanged_inALogThatLostItsEnd_saysSo() throws Exception {
        Path kept = company.snapshot("whole");
        try {
            Files.writeString(company.home().resolve("evidence/entries-00000000.jsonl"), "");
            Answer answer = company.call("audit", "who-changed").ends(3);
            assertEquals("0 records", answer.json().path("damage").path("found").asText());
            company.call("audit", "show", run).fails(3, "0 records", "verify --log");
            String told = company.text("audit", "who-changed").ends(3).out();
            assertTrue(told, told.contains("damaged reading the evidence log"));
        } finally {
            company.restore(kept);
        }
    }

    @Test
    public void show_ofAnApply_hasTheReceiptOfEachAgent() throws Exception {
        JsonNode shown = company.call("audit", "show", run).ends(0).json();
        assertEquals(2, shown.path("receipts").size());
        Instant planned =
                Instant.parse(shown.path("receipts").path(0).path("takenAt").asText());
        Instant applied =
                Instant.parse(shown.path("receipts").path(1).path("takenAt").asText());
        assertTrue(planned + " before " + applied, planned.isBefore(applied));
        Path artifacts = company.home().resolve("runs").resolve(run).resolve("artifacts");
        assertEquals(
                shown.path("receipts").path(1), Json.parse(Files.readString(artifacts.resolve("receipt-apply.json"))));
    }

    private static String records(Answer shown) {
        return Json.write(Json.tree(shown.ends(0).json().path("copies").findValuesAsText("record")));
    }

    @Test
    public void show_copiesThatTheCatalogNames_sayWhetherEachHasTheRecord() throws Exception {
        for (String command : List.of("run", "audit")) {
            assertTrue(company.call(command, "show", run).json().path("copies").isMissingNode());
        }
        Path kept = company.snapshot("uncopied");
        try {
            Path copy = company.directory().resolve("copy");
            Path blocked = Files.createFile(company.directory().resolve("file")).resolve("copy");
            Files.writeString(
                    company.catalog(),
                    "evidenceCopies:\n  - {directory: " + copy + "}\n  - {directory: " + blocked + "}\n",
                    StandardOpenOption.APPEND);
            for (String command : List.of("run", "audit")) {
                assertEquals("[\"missing\",\"missing\"]", records(company.call(command, "show", run)));
            }
            company.call("copies").ends(0);
            for (String command : List.of("run", "audit")) {
                assertEquals("[\"there\",\"missing\"]", records(company.call(command, "show", run)));
            }
            String told = told();
            assertTrue(
                    told,
                    told.contains("copy      " + copy + ": there (current: it has every record), last written 2"));
            assertTrue(told, told.contains("copy      " + blocked + ": missing (behind: "));
            Files.writeString(copy.resolve("checkpoint"), "another log");
            for (String command : List.of("run", "audit")) {
                assertEquals("[\"unknown\",\"missing\"]", records(company.call(command, "show", run)));
            }
            assertTrue(told(), told().contains(copy + ": unknown (diverged: the checkpoint in "));
        } finally {
            company.restore(kept);
        }
    }

    private static String told() {
        return company.audit(run);
    }

    @Test
    public void audit_badCalls_areErrors() {
        company.call("audit").fails(1, "who-changed");
        company.call("audit", "show", "20200101-000000-00000000").fails(1, "no evidence");
        company.call("audit", "show", "../../x").fails(1);
        company.call("audit", "who-changed", "--between", "yesterday,today").fails(1, "yesterday");
        company.call("audit", "who-changed", "--between", "2026-01-01").fails(1, "--between");
        company.call("audit", "who-changed", "--between", "2026-02-01,2026-01-01")
                .fails(1, "--between");
    }

    @Test
    public void show_changedRecord_exitsThree() throws Exception {
        Path kept = company.snapshot("kept");
        try {
            Path evidence = company.home().resolve("evidence");
            try (var files = Files.walk(evidence)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                    int sig = text.indexOf("\"sig\":\"");
                    if (sig >= 0) {
                        char first = text.charAt(sig + 7);
                        String flipped =
                                text.substring(0, sig + 7) + (first == 'A' ? 'B' : 'A') + text.substring(sig + 8);
                        Files.writeString(file, flipped, java.nio.charset.StandardCharsets.ISO_8859_1);
                    }
                }
            }
            Answer shown = company.call("audit", "show", run).ends(3);
            assertTrue(shown.out(), shown.json().path("proof").path("problems").size() > 0);
            company.call("audit", "who-changed", "--stack", STACK).ends(3);
        } finally {
            company.restore(kept);
        }
    }

    @Test
    public void drift_ofAnUnchangedStack_isNoChanges() {
        Answer drift =
                company.operation("drift", STACK, "branch", "main", commit).ends(0);
        assertEquals("no_changes", drift.state());
    }

    @Test
    public void drift_ofAChangedState_isPlanOnlyAndCannotBeApplied() throws Exception {
        Path kept = company.snapshot("before");
        try {
            Path state = company.state(STACK);
            Files.writeString(state, Files.readString(state).replace("\"small\"", "\"large\""));
            Answer drift =
                    company.operation("drift", STACK, "branch", "main", commit).ends(0);
            assertEquals("plan_only", drift.state());
            assertTrue(drift.out(), drift.json().path("drift").isNumber());
            company.call("apply", drift.run()).ends(2);
        } finally {
            company.restore(kept);
        }
    }

    /** An auditor has a copy of the log, as of a Jenkins whose plugin is gone, and neither home nor private keys. */
    @Test
    public void logAndKeys_withoutAHome_answerAndProve() throws Exception {
        Path kept = Files.createDirectory(TEMPORARY.getRoot().toPath().resolve("kept"));
        try (Stream<Path> files = Files.list(company.home().resolve("evidence"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, kept.resolve(file.getFileName()));
            }
        }
        Path keys = kept.resolve("keys.json");
        assertEquals(company.call("keys").ends(0).json(), Json.parse(Files.readString(keys)));
        JsonNode shown = elsewhere("audit", "show", run, "--log", kept, "--keys", keys)
                .ends(0)
                .json();
        assertEquals("verified", shown.path("outcome").asText());
        assertTrue(shown.path("proof").path("verified").asBoolean());
        assertEquals(
                run,
                elsewhere("audit", "--log", kept, "--keys", keys, "who-changed", "--stack", STACK)
                        .ends(0)
                        .json()
                        .path("changes")
                        .path(0)
                        .path("run")
                        .asText());
        assertTrue(elsewhere("audit", "proof", run, "--log", kept, "--keys", keys)
                .ends(0)
                .json()
                .path("proof")
                .asText()
                .startsWith("c2sp.org/tlog-proof"));
        Answer beside = elsewhere("verify", "--log", kept, "--keys", keys).ends(0);
        assertTrue(beside.err(), beside.err().contains("not whose it is"));
        Path apart = Files.copy(keys, TEMPORARY.getRoot().toPath().resolve("keys-kept-elsewhere.json"));
        Answer good = elsewhere("verify", "--log", kept, "--keys", apart).ends(0);
        assertFalse(good.err(), good.err().contains("not whose it is"));

        elsewhere("audit", "show", run, "--log", kept).fails(1, "--keys FILE together");
        elsewhere("audit", "who-changed", "--keys", keys).fails(1, "--log DIR");
        Answer none =
                elsewhere("verify", "--log", kept.resolve("no"), "--keys", keys).ends(3);
        assertFalse(none.json().path("verified").asBoolean(true));
        elsewhere("audit", "show", run, "--log", kept.resolve("no"), "--keys", keys)
                .fails(1, "no directory");
        elsewhere("audit", "show", run, "--log", kept, "--keys", kept.resolve("checkpoint"))
                .fails(1, "not JSON");
        Company other = new Company(TEMPORARY.newFolder("other").toPath());
        Path others = Files.writeString(
                kept.resolve("others.json"), other.call("keys").ends(0).out());
        JsonNode proof = elsewhere("audit", "show", run, "--log", kept, "--keys", others)
                .ends(3)
                .json()
                .path("proof");
        assertFalse(proof.toString(), proof.path("verified").asBoolean(true));
    }

    private static Answer elsewhere(Object... arguments) {
        List<String> call = new ArrayList<>();
        for (Object argument : arguments) {
            call.add(argument.toString());
        }
        call.addAll(List.of("--home", TEMPORARY.getRoot() + "/none", "--format", "json"));
        return Company.raw(company.clock(), call.toArray(String[]::new));
    }
}
