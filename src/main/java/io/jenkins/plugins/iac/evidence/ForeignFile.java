package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that was named as evidence and is something else: said in the five parts of an error, with where it belongs. Evidence that
 * was damaged is none of these, and is judged as evidence.
 */
final class ForeignFile {
    private static final String ANY = "name the evidence.dsse.json of a run; a whole log is verified with --log DIR";
    private static final String EXPECTED =
            "an envelope (evidence.dsse.json), or a proof of 'audit proof' or 'audit consistency'";

    private ForeignFile() {}

    /** What is wrong with naming this file, before it is read; null where it can be read. */
    static Problem of(Path file) {
        if (Files.isDirectory(file)) {
            return problem(file, "a directory", "verify a log with --log " + file);
        }
        return Files.exists(file) ? null : problem(file, "no such file", "correct the path");
    }

    /** What these bytes are instead of evidence; null where they are, or may have been, an envelope or a proof. */
    static Problem of(Path file, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return problem(file, "an empty file", ANY);
        }
        List<String> lines = text.lines().filter(l -> !l.isBlank()).limit(2).toList();
        if (lines.size() > 1 && isEnvelope(lines.get(0)) && isEnvelope(lines.get(1))) {
            Path directory = file.toAbsolutePath().getParent();
            return problem(
                    file,
                    "the records of a log, one a line",
                    "verify the log with --log " + (directory == null ? "DIR" : directory));
        }
        if (text.contains("\"payload") || text.contains("\"signatures\"") || ProofText.isOne(bytes)) {
            return null;
        }
        if (isCheckpoint(text)) {
            return problem(
                    file,
                    "a checkpoint of a log",
                    "name it with --since, beside --log DIR or a proof of 'audit consistency'");
        }
        JsonNode document = json(text);
        if (document.path("keys").isArray()) {
            return problem(file, "public keys", "name them with --keys, beside the evidence that they verify");
        }
        if (!document.isMissingNode()) {
            return problem(file, "JSON without the members of an envelope (payload, payloadType, signatures)", ANY);
        }
        return problem(file, "neither JSON nor a proof", ANY);
    }

    private static boolean isEnvelope(String line) {
        return json(line).path("payload").isTextual();
    }

    private static boolean isCheckpoint(String text) {
        try {
            Checkpoint.ofText(SignedNote.parse(text).text());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonProcessingException e) {
            return Json.mapper().missingNode();
        }
    }

    private static Problem problem(Path file, String found, String next) {
        return new Problem("verifying evidence", file.toString(), found, EXPECTED, next);
    }
}
