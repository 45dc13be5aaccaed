package io.jenkins.plugins.iac.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The JSON forms of requirements, votes and their count: in the journal, in {@code approvals.json}, on the command line. */
public final class ApprovalJson {
    private ApprovalJson() {}

    /** {@code {"state","approvals":[...],"refused":[...],"missing":[...]}}. */
    public static ObjectNode write(ApprovalStatus status) {
        ObjectNode json = Json.object();
        json.put("state", status.state().id());
        json.set("approvals", approvals(status));
        ArrayNode refused = json.putArray("refused");
        for (ApprovalStatus.Refused vote : status.refused()) {
            ObjectNode entry = write(vote.vote());
            entry.put("rule", vote.reason().rule());
            entry.put("expected", vote.reason().expected());
            entry.put("found", vote.reason().found());
            entry.put("message", vote.reason().message());
            refused.add(entry);
        }
        json.set("missing", missing(status));
        return json;
    }

    /** The votes that count, each with the requirements for which it does. */
    public static ArrayNode approvals(ApprovalStatus status) {
        ArrayNode json = Json.array();
        for (ApprovalStatus.Counted vote : status.counted()) {
            ObjectNode entry = write(vote.vote());
            entry.set("requirements", strings(vote.requirements()));
            json.add(entry);
        }
        return json;
    }

    /** {@code [{"requirement","need","have","teams"}]}. */
    public static ArrayNode missing(ApprovalStatus status) {
        ArrayNode json = Json.array();
        for (ApprovalStatus.Missing missing : status.missing()) {
            ObjectNode entry = json.addObject();
            entry.put("requirement", missing.requirement());
            entry.put("need", missing.need());
            entry.put("have", missing.have());
            entry.set("teams", strings(missing.teams()));
        }
        return json;
    }

    /** {@code [{"name","teams","allTeams","count","when","applies"}]}. */
    public static ArrayNode write(ApprovalRequirements requirements) {
        ArrayNode json = Json.array();
        for (Requirement requirement : requirements.list()) {
            ObjectNode entry = json.addObject();
            entry.put("name", requirement.name());
            entry.set("teams", strings(requirement.teams()));
            entry.put("allTeams", requirement.allTeams());
            entry.put("count", requirement.count());
            entry.put("when", requirement.when());
            entry.put("applies", requirement.applies().id());
            if (requirement.separate()) {
                entry.put("separate", true);
            }
        }
        return json;
    }

    /** {@code {"user","teams","digest","decision","comment","at","authenticated","via"}}. */
    public static ObjectNode write(Vote vote) {
        ObjectNode json = Json.object();
        json.put("user", vote.user());
        json.set("teams", strings(vote.teams()));
        json.put("digest", vote.digest().toString());
        json.put("decision", vote.decision().id());
        json.put("comment", vote.comment());
        json.put("at", vote.at().toString());
        json.put("authenticated", vote.authenticated());
        json.put("via", vote.via());
        return json;
    }

    /**
     * Reads what {@link #write(Vote)} wrote; further members are not looked at.
     *
     * @throws IacException BAD_INPUT where a member is missing or wrong: such a vote cannot be judged, so nothing is
     */
    public static Vote vote(JsonNode json) {
        try {
            return new Vote(
                    text(json, "user"),
                    new TreeSet<>(texts(json, "teams")),
                    Sha256.parse(text(json, "digest")),
                    decision(text(json, "decision")),
                    text(json, "comment"),
                    Instant.parse(text(json, "at")),
                    bool(json, "authenticated"),
                    text(json, "via"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw unreadable("a vote", e);
        }
    }

    /** Reads what {@link #write(ApprovalRequirements)} wrote, with the same error. */
    public static ApprovalRequirements requirements(JsonNode json) {
        try {
            List<Requirement> list = new ArrayList<>();
            if (!json.isArray()) {
                throw new IllegalArgumentException("no array");
            }
            for (JsonNode entry : json) {
                if (!entry.path("count").isInt()) {
                    throw new IllegalArgumentException("count is no number");
                }
                Tri applies = text(entry, "applies").equals(Tri.YES.id()) ? Tri.YES : Tri.UNKNOWN;
                list.add(new Requirement(
                        text(entry, "name"),
                        texts(entry, "teams"),
                        bool(entry, "allTeams"),
                        entry.path("count").asInt(),
                        text(entry, "when"),
                        applies,
                        entry.path("separate").asBoolean(false)));
            }
            return new ApprovalRequirements(list);
        } catch (IllegalArgumentException e) {
            throw unreadable("approval requirements", e);
        }
    }

    private static ArrayNode strings(Collection<String> texts) {
        ArrayNode json = Json.array();
        texts.forEach(json::add);
        return json;
    }

    private static String text(JsonNode json, String name) {
        if (!json.path(name).isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return json.path(name).asText();
    }

    private static List<String> texts(JsonNode json, String name) {
        List<String> texts = new ArrayList<>();
        if (!json.path(name).isArray()) {
            throw new IllegalArgumentException(name + " is no array");
        }
        for (JsonNode text : json.path(name)) {
            if (!text.isTextual()) {
                throw new IllegalArgumentException(name + " holds something that is no text");
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private static boolean bool(JsonNode json, String name) {
        if (!json.path(name).isBoolean()) {
            throw new IllegalArgumentException(name + " is neither true nor false");
        }
        return json.path(name).asBoolean();
    }

    private static Vote.Decision decision(String id) {
        return Arrays.stream(Vote.Decision.values())
                .filter(decision -> decision.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("decision is neither approve nor reject"));
    }

    private static IacException unreadable(String what, Exception e) {
        return IacException.badInput(
                "reading " + what,
                "",
                String.valueOf(e.getMessage()),
                what + " as it was written",
                "the record is damaged; plan again and ask for approval again");
    }
}
