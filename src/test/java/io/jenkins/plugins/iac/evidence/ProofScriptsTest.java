package io.jenkins.plugins.iac.evidence;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The scripts of docs/, which verify with other people's code: what is changed anywhere ends with 3 and says where. */
public class ProofScriptsTest {
    private static final String NODE_ABSENT =
            "skipped: no node on PATH that finds @sigstore/verify and @sigstore/bundle"
                    + " (npm install both, and name their node_modules in NODE_PATH)";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private KeyRing keys;
    private KeyRing strangers;
    private Path directory;
    private String earlier;
    private LogProofs proofs;

    @Before
    public void write() throws IOException {
        keys = Sample.fixedKeys();
        strangers = KeyRing.open(new MemoryStore(), "evidence", () -> Sample.NOON);
        directory = folder.getRoot().toPath().resolve("log");
        try (EvidenceLog log = EvidenceLog.open(directory, keys)) {
            earlier = log.appendAll(Sample.envelopes(3, keys.current())).get(0).checkpoint();
            log.appendAll(Sample.envelopes(7, keys.current()));
        }
        proofs = new LogProofs(directory, keys.publicKeys());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.getRoot().toPath().resolve(name), text);
    }

    private static String run(int exit, List<String> command, Path... files) throws Exception {
        List<String> all = new ArrayList<>(command);
        List.of(files).forEach(f -> all.add(f.toString()));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(said, exit, process.waitFor());
        return said;
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void has(String said, String what) {
        assertTrue("'" + what + "' in: " + said, said.contains(what) && !said.contains("Traceback"));
    }

    /** The same base64 of bytes of which one bit differs. */
    private static String flipped(String base64, int at) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        bytes[Math.floorMod(at, bytes.length)] ^= 4;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String line(String text, int line, String with) {
        String[] lines = text.split("\n", -1);
        lines[line] = with;
        return String.join("\n", lines);
    }

    private static String recordOf(String proof) {
        String extra = proof.split("\n")[1].substring("extra ".length());
        return new String(Base64.getDecoder().decode(extra), StandardCharsets.UTF_8);
    }

    /** The proof with a byte of the record's JSON changed, as the record's line carries it. */
    private static String record(String proof, String from, String to) {
        String json = recordOf(proof);
        assertTrue(from + " in " + json, json.contains(from));
        byte[] changed = json.replace(from, to).getBytes(StandardCharsets.UTF_8);
        return line(proof, 1, "extra " + Base64.getEncoder().encodeToString(changed));
    }

    /** The proof with a bit of the signature of its checkpoint changed. */
    private static String checkpointSignature(String proof) {
        String signature = proof.substring(proof.lastIndexOf(' ') + 1).strip();
        return proof.replace(signature, flipped(signature, -1));
    }

    private static Dsse envelope(String proof) {
        return Dsse.ofJson(json(recordOf(proof)));
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private List<String> python(String... options) {
        assumeTrue("skipped: no python3 on PATH", works("python3", "--version"));
        assumeTrue("skipped: no openssl on PATH", works("openssl", "version"));
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(options));
        command.add("docs/verify-proof.py");
        return command;
    }

    private Path jwks(PublicKeys of) throws IOException {
        return file("keys.json", Json.write(of.jwks()));
    }

    @Test
    public void python_everyRecord_isProvenAndNotUnderAnotherNumber() throws Exception {
        Path known = jwks(keys.publicKeys());
        for (int i = 0; i < 7; i++) {
            String text = proofs.inclusion("run-" + i).text();
            has(run(0, python(), known, file("good", text)), "ok: evidence of run run-" + i + " (apply of prod/");
            String other = text.replace("index " + i, "index " + (i + 1) % 7);
            has(run(3, python(), known, file("bad", other)), "FAILED: the path ");
        }
    }

    @Test
    public void python_anythingChanged_failsAndSaysWhat() throws Exception {
        Path known = jwks(keys.publicKeys());
        String proof = proofs.inclusion("run-2").text();
        String signature = Base64.getEncoder().encodeToString(envelope(proof).signature());
        String path = proof.split("\n")[4];
        String[][] rows = {
            {"signature of the evidence", record(proof, signature, flipped(signature, 9)), "the evidence's signature"},
            {"payload", record(proof, payload(proof), flipped(payload(proof), 99)), "the evidence's signature"},
            {"leaf, not signed", record(proof, "\"payload\"", " \"payload\""), "the path does not lead"},
            {"path", proof.replace(path, flipped(path, 31)), "the path does not lead"},
            {"path without its end", proof.replace(path + "\n", ""), "the path"},
            {"checkpoint's signature", checkpointSignature(proof), "the checkpoint's signature does not fit"},
            {"checkpoint's size", proof.replace("\n7\n", "\n8\n"), "the checkpoint's signature does not fit"},
            {"unknown key in the evidence", record(proof, envelope(proof).keyid(), "k"), "an unknown key signed"},
            {"no record", proof.replace(proof.split("\n")[1] + "\n", ""), "the proof cannot be read"},
            {"nothing", "", "the checkpoint cannot be read"},
        };
        for (String[] row : rows) {
            // With -O asserts of Python say nothing.
            for (List<String> command : List.of(python(), python("-O"))) {
                has(run(3, command, known, file("bad", row[1])), "FAILED: " + row[2]);
            }
        }
        has(run(3, python(), jwks(strangers.publicKeys()), file("good", proof)), "no known key signed the checkpoint");
        has(run(3, python(), file("cut", "{\"keys\":["), file("good", proof)), "the file of keys cannot be read");
        for (int cut = 0; cut < proof.length() - 1; cut += proof.length() / 12) {
            has(run(3, python(), jwks(keys.publicKeys()), file("cut", proof.substring(0, cut))), "FAILED: ");
        }
    }

    private static String payload(String proof) {
        return Base64.getEncoder().encodeToString(envelope(proof).payload());
    }

    @Test
    public void python_consistency_isProvenAndAnythingChangedFails() throws Exception {
        Path known = jwks(keys.publicKeys());
        String proof = proofs.consistency(earlier);
        String now = Files.readString(directory.resolve("checkpoint"));
        has(run(0, python(), known, file("now", proof), file("old", earlier)), "go on from the 3");
        String path = proof.split("\n")[1];
        String[][] rows = {
            {proof.replace(path, flipped(path, 0)), earlier, "the log does not go on from it"},
            {proof.replace(path + "\n", ""), earlier, "the path"},
            {checkpointSignature(proof), earlier, "the checkpoint's signature does not fit"},
            {proof, checkpointSignature(earlier), "the earlier checkpoint's signature does not fit"},
            {proof, now, "it starts from another checkpoint"},
            {proof, earlier.substring(0, 80), "the earlier checkpoint cannot be read"},
            {proof.substring(0, proof.length() / 2), earlier, ""},
        };
        for (String[] row : rows) {
            has(run(3, python("-O"), known, file("bad", row[0]), file("old", row[1])), "FAILED: " + row[2]);
        }
        has(run(3, python(), known, file("now", proof)), "the earlier checkpoint cannot be read");
        has(run(3, python(), jwks(strangers.publicKeys()), file("now", proof), file("old", earlier)), "no known key");
    }

    private List<String> node() {
        boolean there = works("node", "-e", "require('@sigstore/verify'); require('@sigstore/bundle')");
        assumeTrue(NODE_ABSENT, there);
        return List.of("node", "docs/verify-elsewhere.mjs");
    }

    private static ObjectNode inProof(String show, String name, JsonNode value) {
        ObjectNode changed = (ObjectNode) json(show);
        ((ObjectNode) changed.path("proof")).set(name, value);
        return changed;
    }

    @Test
    public void node_bySigstore_isProvenAndAnythingChangedFails() throws Exception {
        List<String> node = node();
        String proof = proofs.inclusion("run-2").text();
        String envelope = recordOf(proof);
        String signature = Base64.getEncoder().encodeToString(envelope(proof).signature());
        String show = Json.write(
                new Audit(directory, keys.publicKeys()).shown("run-2", "a test").json());
        var shown = json(show).path("proof");
        String checkpoint = shown.path("checkpoint").asText();
        var path = shown.path("inclusion").deepCopy();
        String hash = path.get(1).asText();
        ((ArrayNode) path).set(1, hash.substring(0, hash.length() - 1) + (hash.endsWith("0") ? "1" : "0"));
        Path key = file("key.pem", keys.current().publicKey().pem());

        String good = run(0, node, file("e", envelope), key, file("s", show));
        for (String ok : List.of("signature over the envelope", "signature over the checkpoint", "record 2 is in")) {
            has(good, "ok      " + ok);
        }
        String changedPath = Json.write(inProof(show, "inclusion", path));
        String changedNote =
                Json.write(inProof(show, "checkpoint", Json.mapper().valueToTree(checkpointSignature(checkpoint))));
        String changedNumber = Json.write(inProof(show, "record", Json.mapper().valueToTree(3)));
        String[][] rows = {
            {envelope.replace(signature, flipped(signature, 9)), show, "signature over the envelope"},
            {envelope.replace(payload(proof), flipped(payload(proof), 99)), show, "signature over the envelope"},
            {envelope.replace("\"payload\"", " \"payload\""), show, "record 2 is in"},
            {envelope, changedPath, "record 2 is in"},
            {envelope, changedNumber, "record 3 is in"},
            {envelope, changedNote, "signature over the checkpoint"},
            {envelope.substring(0, envelope.length() / 2), show, folder.getRoot() + "/e cannot be read"},
            {envelope, show.substring(0, show.length() / 2), folder.getRoot() + "/s cannot be read"},
            {"{}", show, folder.getRoot() + "/e cannot be read"},
        };
        for (String[] row : rows) {
            has(run(3, node, file("e", row[0]), key, file("s", row[1])), "FAILED  " + row[2]);
        }
        Path strange = file("strange.pem", strangers.current().publicKey().pem());
        String said = run(3, node, file("e", envelope), strange, file("s", show));
        has(said, "FAILED  signature over the envelope");
        has(said, "FAILED  signature over the checkpoint");
        Path cut = file("cut.pem", "-----BEGIN PUBLIC KEY-----\n");
        has(run(3, node, file("e", envelope), cut), "cut.pem cannot be read");
    }
}
