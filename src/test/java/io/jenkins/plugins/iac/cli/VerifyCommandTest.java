package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The auditor's command over evidence of refused requests, which needs no tool to come into being. */
public class VerifyCommandTest {
    @ClassRule
    public static final TemporaryFolder TEMPORARY = new TemporaryFolder();

    private static Path home;
    private static Path catalog;
    private static Path evidence;
    private static Path checkpoint;

    @BeforeClass
    public static void refuse() throws Exception {
        home = TEMPORARY.getRoot().toPath().resolve("home");
        catalog = TEMPORARY.newFile("iac.yaml").toPath();
        Files.writeString(catalog, "environments:\n  - {name: prod}\n");
        evidence = request(home);
        checkpoint = evidence.resolveSibling("checkpoint.txt");
        request(home);
        request(home);
    }

    private static Path request(Path home) {
        Answer answer = call(home, Company.requestOfNoStack());
        return Path.of(answer.ends(2).json().path("evidence").asText());
    }

    private static Answer call(Path home, String... arguments) {
        return at(InstantSource.system(), home, arguments);
    }

    private static JsonNode notVerified(Answer answer) {
        answer.ends(3);
        assertEquals("false", answer.json().path("verified").asText());
        JsonNode problem = answer.json().path("problems").get(0);
        assertTrue(
                answer.out(),
                problem.has("record") && !problem.path("what").asText().isBlank());
        return problem;
    }

    @Test
    public void verify_untouched_isVerified() {
        Answer answer = call(home, "verify", evidence.toString(), "--log", home.resolve("evidence") + "")
                .ends(0);
        assertEquals("{\"verified\":true,\"problems\":[]}", answer.out().strip());
    }

    @Test
    public void verify_flippedBit_isNotVerified() throws Exception {
        byte[] bytes = Files.readAllBytes(evidence);
        for (int i = 0; i < bytes.length; i += 97) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= 1;
            Path file = Files.write(TEMPORARY.getRoot().toPath().resolve("flipped.json"), flipped);
            notVerified(call(home, "verify", file.toString()));
        }
    }

    @Test
    public void verify_evidenceOfAnotherHome_isNotVerified() {
        Path other = TEMPORARY.getRoot().toPath().resolve("other");
        Path theirs = request(other);
        call(other, "verify", theirs.toString()).ends(0);
        notVerified(call(home, "verify", theirs.toString()));
    }

    @Test
    public void verify_withExportedKeys_needsNoHome() throws Exception {
        Path keys = TEMPORARY.newFile("keys.json").toPath();
        Files.writeString(keys, call(home, "keys").ends(0).out());
        Path nowhere = TEMPORARY.getRoot().toPath().resolve("nowhere");
        call(nowhere, "verify", evidence.toString(), "--keys", keys.toString()).ends(0);
        call(nowhere, "verify", evidence.toString()).fails(1, "--keys");
        assertTrue("a look makes no home", Files.notExists(nowhere));
        Files.writeString(keys, "{\"keys\":[]}");
        notVerified(call(nowhere, "verify", evidence.toString(), "--keys", keys.toString()));
        Files.writeString(keys, "hello");
        Answer hello = call(nowhere, "verify", evidence.toString(), "--keys", keys.toString());
        hello.fails(1, "keys.json", "something that is not JSON");
        assertTrue(hello.out(), !hello.out().contains("token"));
    }

    @Test
    public void verify_nothingOrNoFile_isBadInput() {
        call(home, "verify").fails(1, "nothing to verify");
        for (Path none : List.of(home.resolve("none"), catalog)) {
            String what = notVerified(call(home, "verify", "--log", none.toString()))
                    .path("what")
                    .asText();
            assertTrue(what, what.matches("there is no such directory.*|it is no directory.*"));
        }
        Answer answer = call(home, "verify", "/nonexistent/evidence.dsse.json");
        assertTrue(answer.out(), answer.exit() == 1 || answer.exit() == 3);
        call(home, "verify", evidence.toString(), "--log", home.resolve("evidence") + "", "--since", "/nonexistent")
                .fails(1, "/nonexistent");
    }

    /** What was named by mistake is told as what it is, in the five parts, and never in the words of a parser. */
    @Test
    public void verify_fileOfAnotherKind_isOneClearErrorAndNotVerified() throws Exception {
        Path keys = TEMPORARY.newFile("set.json").toPath();
        Files.writeString(keys, call(home, "keys").ends(0).out());
        Object[][] rows = {
            {home.resolve("evidence/entries-00000000.jsonl"), "the records of a log, one a line", "--log " + home},
            {home.resolve("evidence"), "a directory", "--log "},
            {checkpoint, "a checkpoint of a log", "--since"},
            {keys, "public keys", "--keys"},
            {catalog, "neither JSON nor a proof", "evidence.dsse.json"},
            {file("empty", " \n"), "an empty file", "evidence.dsse.json"},
            {file("bin", "\u0000\u0001\ufffd"), "neither JSON nor a proof", "evidence.dsse.json"},
            {file("open", "{\"a\":"), "neither JSON nor a proof", "evidence.dsse.json"},
            {file("list", "[1,2]"), "JSON without the members of an envelope", "evidence.dsse.json"},
            {file("two", "{} {}"), "neither JSON nor a proof", "evidence.dsse.json"},
            {home.resolve("none"), "no such file", "correct the path"},
        };
        for (Object[] row : rows) {
            Answer answer = call(home, "verify", evidence.toString(), row[0].toString());
            answer.fails(3, row[1].toString(), row[2].toString());
            assertEquals(
                    row[0].toString(), answer.json().path("error").path("where").asText());
            notVerified(answer);
            assertEquals(1, answer.json().path("problems").size());
            Answer told = Company.raw(InstantSource.system(), "verify", row[0].toString(), "--home", home.toString());
            assertTrue(told.ends(3).err(), told.err().startsWith("error: verifying evidence (" + row[0] + "): found "));
            for (String words : List.of("Jackson", "JsonNode", "token", "Illegal base64", "Exception")) {
                assertTrue(words + " in " + answer.out(), !(answer.out() + told.err()).contains(words));
            }
        }
    }

    /** Evidence that was damaged is evidence that does not verify, and says where. */
    @Test
    public void verify_damagedEvidence_saysWhereInPlainWords() throws Exception {
        String text = Files.readString(evidence);
        for (String damaged : List.of(
                text.substring(0, text.length() / 2),
                text.replaceFirst("\\{", "["),
                text.replaceFirst("\"sig\":\"..", "\"sig\":\"!!"),
                text.replaceFirst("\"payload\":\"..", "\"payload\":\"!!"),
                text + "x",
                text.replaceFirst("\"payload\":\"", "\"payload\":7,\"more\":\""))) {
            Answer answer = call(home, "verify", file("damaged", damaged).toString());
            String what = notVerified(answer).path("what").asText();
            assertTrue(
                    what,
                    what.matches("it is no evidence: (it is not JSON from line 1, column [0-9]+ on"
                            + "|its (sig|payload) is not base64|expected an envelope with .*)"));
            assertTrue(answer.out(), !answer.json().has("error"));
        }
    }

    private static Path file(String name, String text) throws Exception {
        return Files.writeString(TEMPORARY.getRoot().toPath().resolve(name), text);
    }

    @Test
    public void verify_sinceAKeptCheckpoint_findsALogThatWasCut() throws Exception {
        Path log = home.resolve("evidence");
        call(home, "verify", "--log", log.toString(), "--since", checkpoint.toString())
                .ends(0);
        Path later = Path.of(request(home).resolveSibling("checkpoint.txt").toString());
        // The log as it was before that record, with a checkpoint of its own that verifies.
        Path old = TEMPORARY.getRoot().toPath().resolve("old");
        copy(home, old);
        Path shorter = TEMPORARY.getRoot().toPath().resolve("shorter");
        copy(home, shorter);
        Company.delete(shorter.resolve("evidence"));
        request(shorter);
        call(shorter, "verify", "--log", shorter.resolve("evidence").toString()).ends(0);
        notVerified(
                call(shorter, "verify", "--log", shorter.resolve("evidence").toString(), "--since", later.toString()));
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from).sorted(Comparator.naturalOrder())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Rotated while the clock was back, behind the making of the key or only behind its last signature. */
    @Test
    public void verify_afterARotationWithTheClockSetBack_stillVerifies() {
        for (long back : new long[] {172_800, 1800}) {
            Path mine = TEMPORARY.getRoot().toPath().resolve("back-" + back);
            InstantSource right = InstantSource.system();
            at(right, mine, Company.requestOfNoStack()).ends(2);
            InstantSource later = () -> right.instant().plusSeconds(3600);
            at(later, mine, Company.requestOfNoStack()).ends(2);
            InstantSource wrong = () -> later.instant().minusSeconds(back);
            at(wrong, mine, "keys", "--rotate").ends(0);
            at(wrong, mine, Company.requestOfNoStack()).ends(2);
            at(later, mine, Company.requestOfNoStack()).ends(2);
            at(later, mine, "verify", "--log", mine.resolve("evidence").toString())
                    .ends(0);
        }
    }

    /** One record of a clock that was years ahead: what comes after it has its own time, and all of it verifies. */
    @Test
    public void rotate_afterARecordOfTheFuture_isToldAndLaterEvidenceHasItsOwnTime() throws Exception {
        Path mine = TEMPORARY.getRoot().toPath().resolve("ahead");
        InstantSource right = InstantSource.system();
        InstantSource ahead = () -> right.instant().plusSeconds(70L * 365 * 86_400);
        at(right, mine, Company.requestOfNoStack()).ends(2);
        String future = at(ahead, mine, Company.requestOfNoStack())
                .ends(2)
                .json()
                .path("run")
                .asText();
        Answer rotated = at(right, mine, "keys", "--rotate").ends(0);
        assertTrue(rotated.err(), rotated.err().contains("the last record that the retired key signed is of "));
        Path after = Path.of(at(right, mine, Company.requestOfNoStack())
                .ends(2)
                .json()
                .path("evidence")
                .asText());
        JsonNode predicate = Company.predicate(after);
        Instant sealed = Instant.parse(predicate.path("sealedAt").asText());
        assertTrue(sealed.toString(), sealed.isBefore(right.instant().plusSeconds(60)));
        assertTrue(
                predicate.path("incidents").toString(),
                !predicate.path("incidents").toString().contains("clock"));
        Path proof = file(
                "future.tlog-proof",
                at(right, mine, "audit", "proof", future)
                        .ends(0)
                        .json()
                        .path("proof")
                        .asText());
        assertTrue(!at(right, mine, "keys", "--rotate").ends(0).err().contains("retired key signed"));
        at(
                        right,
                        mine,
                        "verify",
                        after.toString(),
                        proof.toString(),
                        "--log",
                        mine.resolve("evidence").toString())
                .ends(0);
    }

    /** A command that is at work would go on to sign with the key that is retired. */
    @Test
    public void rotate_whileAnotherCommandIsAtWork_waitsAndIsRefused() {
        Path mine = TEMPORARY.getRoot().toPath().resolve("busy");
        request(mine);
        String before = call(mine, "keys").ends(0).out();
        try (var atWork =
                io.jenkins.plugins.iac.journal.Journal.open(mine.resolve("journal"), InstantSource.system())) {
            call(mine, "keys", "--rotate", "--wait", "0").fails(2, "another writer");
            assertEquals(
                    "a look waits for nobody",
                    before,
                    call(mine, "keys").ends(0).out());
            assertTrue(atWork.token() > 0);
        }
        call(mine, "keys", "--rotate").ends(0);
        assertTrue(!before.equals(call(mine, "keys").out()));
    }

    private static Answer at(InstantSource clock, Path home, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json", "--home", home.toString(), "--catalog", catalog.toString()));
        return Company.raw(clock, all.toArray(String[]::new));
    }

    @Test
    public void verify_afterARotation_stillVerifies() {
        Path mine = TEMPORARY.getRoot().toPath().resolve("rotated");
        Path before = request(mine);
        call(mine, "keys", "--rotate").ends(0);
        Path after = request(mine);
        call(mine, "verify", before.toString(), after.toString(), "--log", mine.resolve("evidence") + "")
                .ends(0);
    }
}
