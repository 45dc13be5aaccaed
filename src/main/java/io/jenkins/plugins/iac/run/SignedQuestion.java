package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;

/**
 * What a plan asks of people, signed by the controller when it asks: run, digest and requirements. Who could write into the
 * journal could otherwise take away what a {@link SignedVote vote} is needed for.
 */
final class SignedQuestion {
    private static final String PAYLOAD_TYPE = "application/vnd.iac-runners.question+json";
    private static final String REQUIREMENTS = "requirements";
    private static final String FACT = "question";

    private SignedQuestion() {}

    /**
     * Adds to facts about a run an envelope over the question in them.
     *
     * @param run whose digest is known
     */
    static void sign(Run run, ObjectNode facts, SigningKey key) {
        facts.set(FACT, Dsse.sign(PAYLOAD_TYPE, document(run, facts), key).json());
    }

    /** Whether the controller asked exactly this about exactly this plan; no for whatever cannot be read. */
    static boolean holds(Run run, PublicKeys keys) {
        return Dsse.holds(run.fact(FACT), PAYLOAD_TYPE, document(run, run.facts()), keys);
    }

    private static byte[] document(Run run, ObjectNode facts) {
        ObjectNode document = Json.object().put("run", run.id());
        document.put("digest", run.fact("plan").path("digest").asText());
        document.set(REQUIREMENTS, facts.path(REQUIREMENTS));
        return CanonicalJson.bytes(document);
    }
}
