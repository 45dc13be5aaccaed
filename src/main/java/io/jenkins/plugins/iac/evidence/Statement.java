package io.jenkins.plugins.iac.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * An in-toto Statement v1 about one run. Its signed bytes are its RFC 8785 form.
 *
 * @param subjects what it is about, {@link Subject#REQUEST} always
 * @param predicate what is said, in the frozen form that {@link Predicate} makes
 */
public record Statement(List<Subject> subjects, ObjectNode predicate) {
    public static final String TYPE = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE_TYPE = "https://plugins.jenkins.io/iac-runners/run/v1";
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    public Statement {
        subjects = List.copyOf(subjects);
        predicate = predicate.deepCopy();
    }

    public ObjectNode json() {
        ObjectNode statement = Json.object().put("_type", TYPE);
        for (Subject subject : subjects) {
            statement
                    .withArray("subject")
                    .addObject()
                    .put("name", subject.name())
                    .putObject("digest")
                    .put("sha256", subject.digest().hex());
        }
        statement.put("predicateType", PREDICATE_TYPE);
        statement.set("predicate", predicate);
        return statement;
    }

    /** The envelope of this statement. */
    public Dsse seal(SigningKey key) {
        return Dsse.sign(PAYLOAD_TYPE, CanonicalJson.bytes(json()), key);
    }

    /**
     * Reads a statement; does not judge its predicate.
     *
     * @throws IllegalArgumentException saying what is not as it should be
     */
    public static Statement ofJson(JsonNode statement) {
        expect("_type", statement.path("_type"), TYPE);
        expect("predicateType", statement.path("predicateType"), PREDICATE_TYPE);
        if (!(statement.path("predicate") instanceof ObjectNode predicate)) {
            throw new IllegalArgumentException("the statement has no predicate");
        }
        if (!statement.path("subject").isArray()) {
            throw new IllegalArgumentException("the statement has no subjects");
        }
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode subject : statement.path("subject")) {
            subjects.add(new Subject(
                    subject.path("name").asText(),
                    new Sha256(subject.path("digest").path("sha256").asText())));
        }
        return new Statement(subjects, predicate);
    }

    private static void expect(String member, JsonNode found, String expected) {
        if (!found.isTextual() || !found.asText().equals(expected)) {
            throw new IllegalArgumentException("the statement's " + member + " is " + found + ", expected " + expected);
        }
    }
}
