package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** {@code audit proof} and {@code audit consistency}: what is given to people who have neither log nor home. */
public class ProofCommandsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;
    private Path keys;
    private Path earlier;
    private final List<String> runs = new ArrayList<>();

    @Before
    public void refuseFive() throws Exception {
        home = folder.getRoot().toPath().resolve("home");
        for (int i = 0; i < 5; i++) {
            Answer refused = call("json", Company.requestOfNoStack()).ends(2);
            runs.add(refused.run());
            if (i == 1) {
                earlier = file(
                        "earlier.txt",
                        Files.readString(Path.of(refused.json().path("evidence").asText())
                                .resolveSibling("checkpoint.txt")));
            }
        }
        keys = file("keys.json", call("json", "keys").ends(0).out());
    }

    private Answer call(String format, String... arguments) throws Exception {
        Path catalog = file("iac.yaml", "environments:\n  - {name: prod}\n");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", format, "--home", home.toString(), "--catalog", catalog.toString()));
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
    }

    /** As somebody who has the keys and the file, and nothing else. */
    private Answer elsewhere(String... arguments) {
        List<String> all = new ArrayList<>(List.of("verify"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--keys", keys.toString(), "--home", folder.getRoot() + "/none", "--format", "json"));
        return Company.raw(InstantSource.system(), all.toArray(String[]::new));
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.getRoot().toPath().resolve(name), text);
    }

    @Test
    public void proof_ofEveryRun_isTextThatVerifiesElsewhere() throws Exception {
        for (int i = 0; i < runs.size(); i++) {
            String proof = call("text", "audit", "proof", runs.get(i)).ends(0).out();
            assertTrue(proof, proof.startsWith("c2sp.org/tlog-proof@v1\n"));
            elsewhere(file("proof", proof).toString()).ends(0);
            JsonNode json = call("json", "audit", "proof", runs.get(i)).ends(0).json();
            assertEquals(proof, json.path("proof").asText());
            assertEquals(i, json.path("record").asInt(-1));
            assertEquals(runs.get(i), json.path("run").asText());
            assertTrue(proof.endsWith(json.path("checkpoint").asText()));
            assertTrue(json.path("keys").isArray());
        }
    }

    @Test
    public void proof_changedOrOfAnotherHome_doesNotVerifyElsewhere() throws Exception {
        String proof = call("text", "audit", "proof", runs.get(2)).ends(0).out();
        String moved = proof.replace("\nindex 2\n", "\nindex 1\n");
        Answer answer = elsewhere(file("moved", moved).toString()).ends(3);
        assertTrue(answer.out(), answer.out().contains("the path does not lead from the record"));
        file("keys.json", "{\"keys\":[]}");
        assertFalse(elsewhere(file("proof", proof).toString())
                .ends(3)
                .json()
                .path("verified")
                .asBoolean(true));
    }

    @Test
    public void proof_ofNoRunOrOfARecordThatWasChanged_isAnError() throws Exception {
        call("json", "audit", "proof", "20200101-000000-00000000").fails(1, "no evidence of it", "'runs'");
        call("json", "audit", "proof", "../x").fails(1);
        call("json", "audit", "proof").fails(1);
        Path entries = home.resolve("evidence/entries-00000000.jsonl");
        List<String> lines = Files.readAllLines(entries);
        lines.set(2, lines.get(2).replaceFirst("\"sig\":\"(.)", "\"sig\":\"$1$1"));
        Files.write(entries, lines);
        call("json", "audit", "proof", runs.get(2)).fails(3, "verify --log DIR");
        Files.write(entries, lines.subList(0, 2));
        call("json", "audit", "proof", runs.get(4)).fails(3, "2 records", "the 5 records");
    }

    @Test
    public void consistency_sinceAKeptCheckpoint_verifiesElsewhere() throws Exception {
        String proof = call("text", "audit", "consistency", "--since", earlier.toString())
                .ends(0)
                .out();
        assertTrue(proof, proof.startsWith("old 2\n"));
        Path file = file("now.consistency", proof);
        elsewhere(file.toString(), "--since", earlier.toString()).ends(0);
        assertEquals(
                proof,
                call("json", "audit", "consistency", "--since", earlier.toString())
                        .ends(0)
                        .json()
                        .path("proof")
                        .asText());
        Answer without = elsewhere(file.toString()).ends(3);
        assertTrue(without.out(), without.out().contains("--since"));
        Path now = home.resolve("evidence/checkpoint");
        assertTrue(elsewhere(file.toString(), "--since", now.toString())
                .ends(3)
                .out()
                .contains("it starts from 2 records"));
    }

    @Test
    public void consistency_badCallsAndALogThatWasPutBack_areErrors() throws Exception {
        call("json", "audit", "consistency").fails(1, "--since");
        Company.raw(
                        InstantSource.system(),
                        "audit",
                        "consistency",
                        "--since",
                        earlier.toString(),
                        "--home",
                        folder.newFolder("fresh").toString(),
                        "--format",
                        "json")
                .fails(1, "no evidence log");
        call("json", "audit", "consistency", "--since", "/nonexistent").fails(1, "/nonexistent");
        call("json", "audit", "consistency", "--since", keys.toString()).fails(3, "a checkpoint that is");
        Path later = file("later.txt", Files.readString(home.resolve("evidence/checkpoint")));
        Files.copy(earlier, home.resolve("evidence/checkpoint"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        call("json", "audit", "consistency", "--since", later.toString()).fails(3, "a log of 2 records");
    }
}
