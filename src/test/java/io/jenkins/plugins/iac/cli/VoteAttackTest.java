package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunBook;
import io.jenkins.plugins.iac.run.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Votes of people who look like others, votes in groups that are none, and clocks that somebody sets. */
public class VoteAttackTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static final String STACK = "stage/queue";
    private static Company company;
    private static Answer plan;
    private static Path planned;

    @BeforeClass
    public static void planOnce() throws Exception {
        Company.tool();
        company = new Company(TEMPORARY.newFolder("c").toPath());
        company.stack(STACK, "", "resource \"terraform_data\" \"a\" {\n  input = 1\n}\n")
                .writeCatalog();
        company.catalog("count: 1}\n  - name: prod", "count: 2}\n  - name: prod");
        company.commit();
        plan = company.plan(STACK).ends(0);
        planned = company.snapshot("planned");
    }

    @Before
    public void putBack() throws Exception {
        company.restore(planned);
    }

    @Test
    public void approve_requesterUnderAnotherSpelling_isRefused() {
        for (String user : List.of("ALICE", "Alice", " alice", "alice ", "\uff41\uff4c\uff49\uff43\uff45")) {
            company.approve(plan, user, "payments").fails(2, "vote.requester");
        }
    }

    @Test
    public void approve_userThatLooksLikeAnother_isRefused() {
        company.approve(plan, "bob", "payments").ends(0);
        for (String user : List.of(
                "\u0430lice", // a Cyrillic letter
                "b\u043eb",
                "b\u03bfb", // a Greek one
                "bob\u200b",
                "bo\u00adb",
                "bob\u202e",
                "bob\u0007",
                "bob\u3164",
                "bob\ufe0f",
                "bob\udb40\udc41",
                "bo\u2003b")) {
            company.approve(plan, user, "payments").fails(2, "vote.user");
        }
        assertEquals("awaiting_approval", state());
        // Whose alphabet is another one votes as everybody does.
        assertEquals(
                "approved",
                company.approve(plan, "\u0431\u043e\u0440\u0438\u0441", "payments")
                        .ends(0)
                        .state());
    }

    @Test
    public void approve_samePersonUnderAnotherSpelling_countsOnce() {
        company.approve(plan, "bob", "payments").ends(0);
        for (String user : List.of("BOB", "bob ", " bob", "\uff22ob")) {
            company.approve(plan, user, "payments").fails(2, "vote.once");
        }
        assertEquals("awaiting_approval", state());
    }

    @Test
    public void approve_groupsThatAreNone_areRefused() {
        for (String groups :
                List.of("@stack.owner", "*", "PAYMENTS", "payments\u200b", "pay ments", "payments;sre", "")) {
            Answer answer = company.approve(plan, "eve", groups);
            assertTrue(groups + ": " + answer, answer.exit() == 1 || answer.exit() == 2);
        }
        assertEquals("awaiting_approval", state());
    }

    @Test
    public void approve_partOrSpellingOfTheDigest_isRefused() {
        String digest = plan.digest();
        for (String named : List.of(
                digest.substring(0, 23),
                digest.substring("sha256:".length()),
                digest + "0",
                "sha512" + digest.substring(6),
                "sha256:" + "0".repeat(64),
                digest.toUpperCase(Locale.ROOT))) {
            Answer answer =
                    company.call("approve", plan.run(), "--as", "bob", "--groups", "payments", "--digest", named);
            assertTrue(named + ": " + answer, answer.exit() == 1 || answer.exit() == 2);
        }
        assertEquals("awaiting_approval", state());
    }

    /** Who can write into the journal, its checksums included, but has no key of the controller. */
    @Test
    public void apply_approvalsThatTheControllerDidNotSign_countForNothing() throws Exception {
        company.approve(plan, "bob", "payments").ends(0);
        inJournal(book -> {
            Run run = book.get(plan.run());
            ObjectNode bobs = (ObjectNode) run.votes().get(0);
            book.vote(run, bobs.deepCopy().put("user", "carol"));
            book.vote(run, (ObjectNode) bobs.deepCopy().put("user", "dave").without("signed"));
            book.step(run, RunState.APPROVED, Json.object());
        });
        company.call("apply", plan.run()).fails(2, "approval");
        assertFalse("something was applied", Files.exists(company.state(STACK)));
    }

    /** The same person takes away what approvals are needed for, or asks for fewer people. */
    @Test
    public void apply_requirementsThatTheControllerDidNotSign_isRefused() throws Exception {
        company.approve(plan, "bob", "payments").ends(0);
        Path approvedOnce = company.snapshot("once");
        for (boolean none : List.of(true, false)) {
            company.restore(approvedOnce);
            inJournal(book -> {
                Run run = book.get(plan.run());
                ArrayNode fewer = none ? Json.array() : run.fact("requirements").deepCopy();
                fewer.forEach(r -> ((ObjectNode) r).put("count", 1));
                ObjectNode facts = Json.object();
                facts.set("requirements", fewer);
                book.step(book.facts(run, facts), RunState.APPROVED, Json.object());
            });
            company.call("apply", plan.run()).fails(2, "did not sign when it asked");
            assertFalse("something was applied", Files.exists(company.state(STACK)));
        }
    }

    /** A reject that nobody signed may have lost its signature: it ends the run all the same. */
    @Test
    public void approve_rejectThatTheControllerDidNotSign_endsTheRun() throws Exception {
        company.approve(plan, "bob", "payments").ends(0);
        inJournal(book -> {
            Run run = book.get(plan.run());
            ObjectNode bobs = (ObjectNode) run.votes().get(0);
            book.vote(run, bobs.deepCopy().put("user", "carol").put("decision", "reject"));
        });
        company.approve(plan, "dave", "payments");
        company.approve(plan, "dora", "payments").fails(2, "discarded");
    }

    private static void inJournal(Consumer<RunBook> change) {
        try (Journal journal = Journal.open(company.home().resolve("journal"), company.clock())) {
            change.accept(new RunBook(journal, company.clock()));
        }
    }

    @Test
    public void apply_clockSetBackBehindTheVotes_isRefused() {
        approveTwice();
        company.later(Duration.ofMinutes(-30));
        company.call("apply", plan.run()).fails(2, "approvals that no longer count", "vote.time");
        assertFalse("something was applied", Files.exists(company.state(STACK)));
    }

    @Test
    public void approve_clockSetBackBehindThePlan_isRefused() {
        company.later(Duration.ofDays(-2));
        company.approve(plan, "bob", "payments").fails(2, "vote.time");
    }

    @Test
    public void apply_clockSetFarForward_findsNothingThatIsStillValid() {
        approveTwice();
        company.later(Duration.ofDays(40_000));
        company.call("apply", plan.run()).fails(2, "approvals that are too old");
        assertFalse("something was applied", Files.exists(company.state(STACK)));
    }

    /** The votes expire at the second, not after it. */
    @Test
    public void apply_atTheVeryEndOfTheVotesLife_isRefused() {
        approveTwice();
        company.later(Duration.ofHours(24));
        company.call("apply", plan.run()).fails(2, "approvals that are too old");
        assertFalse("something was applied", Files.exists(company.state(STACK)));
    }

    @Test
    public void verify_runSealedWhileTheClockWasSetBack_verifiesAndSaysThatTheClockWasWrong() throws Exception {
        company.later(Duration.ofDays(-2));
        Answer refused = company.operation("plan", STACK, "unknown", "main", company.head());
        assertEquals(refused.toString(), 2, refused.exit());
        Path evidence = Path.of(refused.json().path("evidence").asText());
        company.call("verify", evidence.toString()).ends(0);
        String statement =
                new String(Dsse.ofJson(Json.parse(Files.readString(evidence))).payload(), StandardCharsets.UTF_8);
        assertTrue(statement, statement.contains("the clock of the host was wrong"));
    }

    private static void approveTwice() {
        company.approve(plan, "bob", "payments").ends(0);
        assertEquals(
                "approved", company.approve(plan, "carol", "payments").ends(0).state());
    }

    private static String state() {
        return company.call("run", "show", plan.run()).ends(0).state();
    }
}
