package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.ApprovalJson;
import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.plan.SecretMasker;
import io.jenkins.plugins.iac.plan.SecretsFile;
import io.jenkins.plugins.iac.policy.Bounded;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import io.jenkins.plugins.iac.runtask.TaskResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whatever people write about a plan: what is secret in that plan is in no file of the home afterwards. */
public class SecretsInTextsTest {
    private static final String SECRET = "hunter2//plus+equals=";
    private static final String BASE64 = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
    private static final String TEXT = "I saw " + SECRET + " and " + BASE64 + " in it, MARKER";
    private static final Pattern PACKED = Pattern.compile("[A-Za-z0-9+/]{100,}={0,2}");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Instant now = Instant.parse("2026-11-02T12:00:00Z");
    private RunHome at;
    private Run run;

    /** What somebody writes, when, and whether it counts. */
    private enum Written {
        APPROVAL(RunState.AWAITING_APPROVAL, true, test -> test.vote("sam", Vote.Decision.APPROVE)),
        REJECT(RunState.AWAITING_APPROVAL, true, test -> test.vote("sam", Vote.Decision.REJECT)),
        VOTE_OF_THE_REQUESTER(RunState.AWAITING_APPROVAL, false, test -> test.vote("alice", Vote.Decision.APPROVE)),
        OVERRIDE(RunState.PLANNED, true, test -> test.override("sam")),
        OVERRIDE_OF_THE_REQUESTER(RunState.PLANNED, false, test -> test.override("alice")),
        OVERRIDE_OF_A_VERIFICATION(RunState.VERIFICATION_FAILED, true, test -> test.override("sam")),
        UNLOCK(RunState.APPLY_FAILED, true, SecretsInTextsTest::unlock);

        private final RunState when;
        private final boolean counts;
        private final Consumer<SecretsInTextsTest> writing;

        Written(RunState when, boolean counts, Consumer<SecretsInTextsTest> writing) {
            this.when = when;
            this.counts = counts;
            this.writing = writing;
        }
    }

    /** A run there, whose plan has a secret; one whose end freezes the stack is sealed already. */
    private void runAt(RunState state) throws Exception {
        close();
        Path home = temporary.newFolder().toPath();
        Files.writeString(home.resolve("iac.yaml"), RunHome.WITH_OVERRIDES);
        at = new RunHome(home, () -> now);
        run = at.runAt(state);
        ByteArrayOutputStream secrets = new ByteArrayOutputStream();
        SecretsFile.write(SecretMasker.of(List.of(SECRET)), secrets);
        at.services().plans().keepSecrets(run.id(), new ByteArrayInputStream(secrets.toByteArray()));
        boolean frozen = Lifecycle.freezes(state);
        ObjectNode facts = Json.object();
        facts.set(
                "requirements",
                ApprovalJson.write(new ApprovalRequirements(
                        List.of(new Requirement("owner", List.of("oncall"), false, 1, "true", Tri.YES)))));
        facts.withArray("policy")
                .addObject()
                .put("policy", "small")
                .put("point", frozen ? "verify" : "plan")
                .put("level", "soft-mandatory")
                .put("passed", false);
        if (state == RunState.PLANNED) {
            facts.put(Run.AWAITING_OVERRIDE, now.toString());
        }
        if (frozen) {
            facts.putObject("verification").put("empty", true).put("checksPassed", true);
        }
        run = at.services().book().facts(run, facts);
        if (frozen) {
            new RunLocks(at.services()).freeze(run, run.state());
            run = new Sealer(at.services()).seal(now());
        }
    }

    @After
    public void close() {
        if (at != null) {
            at.close();
        }
    }

    private Run now() {
        return at.services().book().get(run.id());
    }

    private Vote cast(String user, Vote.Decision decision) {
        return new Vote(
                user,
                new TreeSet<>(List.of("oncall")),
                Sha256.parse(run.fact("plan").path("digest").asText()),
                decision,
                TEXT,
                now,
                true,
                "page");
    }

    private void vote(String user, Vote.Decision decision) {
        new Votes(at.services()).vote(now(), cast(user, decision), Json.object());
    }

    private void override(String user) {
        new Overrides(at.services()).override(now(), "small", cast(user, Vote.Decision.APPROVE), Json.object());
    }

    private void unlock() {
        long token = at.services().locks().table().locksOf(run.id()).get(0).token();
        new Unlocking(at.services())
                .unlock(RunHome.STACK, token, "sam", true, Json.object(), null, TEXT, id -> Owner.DEAD);
    }

    /** Everything in the home that is no key and no ciphertext, with what is inside of envelopes. */
    private String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(at.home())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                all.append(text);
                for (Matcher packed = PACKED.matcher(text); packed.find(); ) {
                    try {
                        all.append(new String(Base64.getDecoder().decode(packed.group()), StandardCharsets.UTF_8));
                    } catch (IllegalArgumentException e) {
                        // Not base64 after all: searched as it is.
                    }
                }
            }
        }
        return all.toString();
    }

    private void write(Written text) {
        if (text.counts) {
            text.writing.accept(this);
        } else {
            assertEquals(
                    IacException.Kind.REFUSED,
                    assertThrows(text.name(), IacException.class, () -> text.writing.accept(this))
                            .kind());
        }
    }

    @Test
    public void write_anyTextWithASecret_isKeptWithoutIt() throws Exception {
        for (Written text : Written.values()) {
            runAt(text.when);
            write(text);
            String files = files();
            assertTrue(text + ": " + files, files.contains("I saw (sensitive) and (sensitive) in it, MARKER"));
            assertEquals(text.name(), -1, files.indexOf(SECRET));
            assertEquals(text.name(), -1, files.indexOf(BASE64));
        }
    }

    /** Where the plan is forgotten, nobody knows what is secret; it also shows that the search finds what is there. */
    @Test
    public void write_secretsAreForgotten_textStays() throws Exception {
        for (Written text : Written.values()) {
            runAt(text.when);
            at.services().plans().forget(run.id());
            write(text);
            assertTrue(text.name(), files().contains(TEXT));
        }
    }

    @Test
    public void write_secretsCannotBeRead_textIsWithheld() throws Exception {
        for (Written text : Written.values()) {
            runAt(text.when);
            Path kept = at.home().resolve("plans/" + run.id() + ".secrets.enc");
            byte[] bytes = Files.readAllBytes(kept);
            bytes[bytes.length - 1] ^= 1;
            Files.write(kept, bytes);
            write(text);
            String files = files();
            assertTrue(text.name(), files.contains("(withheld: the secrets of the plan cannot be read)"));
            assertEquals(text.name(), -1, files.indexOf("MARKER"));
        }
    }

    /** Else a condition that looks for a word would hold because the word was hidden. */
    @Test
    public void facts_answerOfACheckHeldASecret_isUnknownToConditions() throws Exception {
        String[] messages = {
            "all is well",
            "it is (sensitive)",
            "the token is ****",
            "(withheld: the secrets of the plan cannot be read)"
        };
        Tri[] expected = {Tri.YES, Tri.UNKNOWN, Tri.UNKNOWN, Tri.UNKNOWN};
        Expression condition = Expression.of("!tasks['x'].message.contains('blocked')", Vocabulary.RUN);
        for (int i = 0; i < messages.length; i++) {
            runAt(RunState.PLANNED);
            ObjectNode facts = Json.object();
            facts.withArray("tasks").addObject().put("task", "x").put("message", messages[i]);
            Run told = at.services().book().facts(run, facts);
            Facts known = Facts.builder().put(Fact.TASKS, TaskSteps.facts(told)).build();
            assertEquals(
                    messages[i], expected[i], Bounded.evaluate(condition, known).value());
        }
        TaskResult said = new TaskResult(
                "x",
                TaskStage.AFTER_PLAN,
                true,
                TaskResult.Status.PASSED,
                TEXT,
                "https://x.example/" + SECRET,
                Map.of("pw", SECRET, "cost", 7),
                null,
                null,
                now,
                now,
                null);
        runAt(RunState.PLANNED);
        TaskResult hidden = said.hidden(at.services().plans().hiding(run.id()));
        assertEquals("I saw (sensitive) and (sensitive) in it, MARKER", hidden.message());
        assertNull(hidden.link());
        assertEquals(Map.of("cost", 7), hidden.values());
    }

    @Test
    public void secrets_runIsOver_areForgottenUnlessItsStackIsFrozen() throws Exception {
        runAt(RunState.AWAITING_APPROVAL);
        vote("sam", Vote.Decision.REJECT);
        new Sealer(at.services()).seal(now());
        assertEquals(List.of(), at.services().plans().kept());
        runAt(RunState.APPLY_FAILED);
        assertEquals(List.of(run.id()), at.services().plans().kept());
        at.crashAndRecover(Owner.DEAD);
        assertEquals(List.of(run.id()), at.services().plans().kept());
        unlock();
        assertEquals(List.of(), at.services().plans().kept());
    }
}
