package io.jenkins.plugins.iac.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The JSON form of a receipt: {@code receipt.json} and a part of the evidence. */
public final class ReceiptJson {
    private ReceiptJson() {}

    /** Every member is always there; what is not known is null, or {@code unknown} for yes-or-no facts. */
    public static ObjectNode write(Receipt receipt) {
        ObjectNode json = Json.object();
        json.put("takenAt", receipt.takenAt().toString());
        json.put("host", receipt.host());
        json.put("user", receipt.user());
        json.put("root", receipt.root().id());
        json.put("container", receipt.container().id());
        json.put("image", receipt.image());
        if (receipt.pod() == null) {
            json.putNull("pod");
        } else {
            json.putObject("pod")
                    .put("namespace", receipt.pod().namespace())
                    .put("name", receipt.pod().name())
                    .put("serviceAccount", receipt.pod().serviceAccount());
        }
        ArrayNode tools = json.putArray("tools");
        receipt.tools().forEach(tool -> tools.addObject()
                .put("path", tool.path())
                .put("sha256", tool.sha256() == null ? null : tool.sha256().toString()));
        json.put("ageSeconds", receipt.age() == null ? null : receipt.age().toSeconds());
        ArrayNode leftovers = json.putArray("leftovers");
        receipt.leftovers().forEach(leftovers::add);
        ArrayNode credentials = json.putArray("credentials");
        receipt.credentials().forEach(finding -> credentials
                .addObject()
                .put("severity", finding.severity().id())
                .put("what", finding.what())
                .put("where", finding.where())
                .put("credential", finding.credential()));
        json.put("dockerSocket", receipt.dockerSocket().id());
        json.put("metadataService", receipt.metadataService().id());
        ArrayNode unknown = json.putArray("unknown");
        receipt.unknown().forEach(unknown::add);
        return json;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IacException BAD_INPUT where a member is missing or of another type: a receipt that lacks something must not
     *     read as one that found nothing
     */
    public static Receipt read(JsonNode json) {
        try {
            JsonNode pod = member(json, "pod");
            JsonNode age = member(json, "ageSeconds");
            List<Receipt.Tool> tools = new ArrayList<>();
            for (JsonNode tool : array(json, "tools")) {
                String sha256 = text(tool, "sha256");
                tools.add(new Receipt.Tool(required(tool, "path"), sha256 == null ? null : Sha256.parse(sha256)));
            }
            return new Receipt(
                    Instant.parse(required(json, "takenAt")),
                    text(json, "host"),
                    text(json, "user"),
                    tri(json, "root"),
                    tri(json, "container"),
                    text(json, "image"),
                    pod.isNull()
                            ? null
                            : new Receipt.Pod(text(pod, "namespace"), text(pod, "name"), text(pod, "serviceAccount")),
                    tools,
                    age.isNull() ? null : seconds(age),
                    texts(json, "leftovers"),
                    findings(json),
                    tri(json, "dockerSocket"),
                    tri(json, "metadataService"),
                    texts(json, "unknown"));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw IacException.badInput(
                    "reading a receipt",
                    "",
                    String.valueOf(e.getMessage()),
                    "a receipt as an agent sends it",
                    "check that agent and controller run the same version");
        }
    }

    private static List<Finding> findings(JsonNode json) {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode finding : array(json, "credentials")) {
            if (!member(finding, "credential").isBoolean()) {
                throw new IllegalArgumentException("credential is neither true nor false");
            }
            findings.add(new Finding(
                    Severity.valueOf(required(finding, "severity").toUpperCase(Locale.ROOT)),
                    required(finding, "what"),
                    required(finding, "where"),
                    finding.path("credential").asBoolean()));
        }
        return findings;
    }

    private static JsonNode member(JsonNode json, String name) {
        JsonNode node = json.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no member " + name);
        }
        return node;
    }

    private static JsonNode array(JsonNode json, String name) {
        JsonNode node = member(json, name);
        if (!node.isArray()) {
            throw new IllegalArgumentException(name + " is no array");
        }
        return node;
    }

    private static String text(JsonNode json, String name) {
        JsonNode node = member(json, name);
        if (!node.isNull() && !node.isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return node.isNull() ? null : node.asText();
    }

    private static String required(JsonNode json, String name) {
        String text = text(json, name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        return text;
    }

    private static Duration seconds(JsonNode node) {
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw new IllegalArgumentException("ageSeconds is no number of seconds");
        }
        return Duration.ofSeconds(node.asLong());
    }

    private static List<String> texts(JsonNode json, String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array(json, name)) {
            if (!node.isTextual()) {
                throw new IllegalArgumentException(name + " holds something that is no text");
            }
            texts.add(node.asText());
        }
        return texts;
    }

    private static Tri tri(JsonNode json, String name) {
        String id = required(json, name);
        return Arrays.stream(Tri.values())
                .filter(value -> value.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is none of yes, no, unknown"));
    }
}
