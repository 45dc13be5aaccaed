package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.json.Json;

/** What had to be approved, who voted, and whose vote counted, as the evidence tells it. */
final class ApprovalEvidence {
    private ApprovalEvidence() {}

    static void add(Run run, Predicate predicate) {
        for (Requirement requirement : Votes.requirements(run).list()) {
            ObjectNode json = Json.object();
            json.put("name", requirement.name());
            json.set("teams", Json.tree(requirement.teams()));
            json.put("count", requirement.count());
            json.put("because", requirement.when());
            predicate.requirement(json);
        }
        JsonNode counted = run.fact("approval").path("approvals");
        run.votes().forEach(v -> predicate.vote(vote(v, counted)));
        run.fact("refusedVotes").forEach(v -> {
            ObjectNode json = vote(v, Json.array());
            json.put("because", v.path("conditions").path(0).path("rule").asText());
            predicate.vote(json);
        });
    }

    private static ObjectNode vote(JsonNode vote, JsonNode counted) {
        ObjectNode json = Json.object();
        json.put("user", vote.path("user").asText());
        json.put("decision", vote.path("decision").asText());
        json.put("digest", vote.path("digest").asText());
        json.put("time", vote.path("at").asText());
        json.put("authenticated", vote.path("authenticated").asBoolean());
        json.put("comment", vote.path("comment").asText());
        json.put("via", vote.path("via").asText());
        if (vote.has(SignedVote.MEMBER)) {
            json.set(SignedVote.MEMBER, vote.get(SignedVote.MEMBER));
        }
        json.set("recordedBy", vote.path("recordedBy").isMissingNode() ? null : vote.path("recordedBy"));
        boolean counts = false;
        json.putArray("requirements");
        for (JsonNode one : counted) {
            if (one.path("user").equals(vote.path("user")) && one.path("at").equals(vote.path("at"))) {
                counts = true;
                json.set("requirements", one.path("requirements"));
            }
        }
        json.put("counted", counts);
        json.put("because", (String) null);
        return json;
    }
}
