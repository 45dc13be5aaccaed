package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json", "--home", home.toString(), "--catalog", catalog.toString()));
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
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
        call(nowhere, "verify", evidence.toString(), "--keys", keys.toString()).fails(1, "keys.json");
    }

    @Test
    public void verify_nothingOrNoFile_isBadInput() {
        call(home, "verify").fails(1, "nothing to verify");
        Answer answer = call(home, "verify", "/nonexistent/evidence.dsse.json");
        assertTrue(answer.out(), answer.exit() == 1 || answer.exit() == 3);
        call(home, "verify", evidence.toString(), "--log", home.resolve("evidence") + "", "--since", "/nonexistent")
                .fails(1, "/nonexistent");
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
