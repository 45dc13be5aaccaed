package io.jenkins.plugins.iac.runtask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.TaskStage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What came of one question.
 *
 * @param message what the check said, or why there is no answer
 * @param link page with more about it, or null; for people, never fetched
 * @param values facts that the check gave, texts, numbers and truth values
 * @param request hash of the question, or null where it could not even be written
 * @param answer hash of what came back, or null where nothing did
 * @param peer address that answered, {@code command} for a program, or null
 */
public record TaskResult(
        String task,
        TaskStage stage,
        boolean mandatory,
        Status status,
        String message,
        String link,
        Map<String, Object> values,
        Sha256 request,
        Sha256 answer,
        Instant started,
        Instant ended,
        String peer) {
    /** The decision. */
    public enum Status {
        PASSED,
        FAILED,
        /** There is no answer that counts as one; it never passes. */
        ERROR;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TaskResult {
        values = Map.copyOf(values);
    }

    /**
     * The same without what is to be hidden: it is replaced in the message; a link and values that hold it are left out, so
     * that a condition about such a value is unknown and not about something else.
     *
     * @param hiding the text without it, the same text where there is none
     */
    public TaskResult hidden(UnaryOperator<String> hiding) {
        Map<String, Object> open = new HashMap<>();
        values.forEach((name, value) -> {
            String text = name + "\n" + value;
            if (hiding.apply(text).equals(text)) {
                open.put(name, value);
            }
        });
        return new TaskResult(
                task,
                stage,
                mandatory,
                status,
                hiding.apply(message),
                link == null || !hiding.apply(link).equals(link) ? null : link,
                open,
                request,
                answer,
                started,
                ended,
                peer);
    }

    /** As the journal and the evidence keep it. */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("task", task)
                .put("stage", stage.id())
                .put("mandatory", mandatory)
                .put("status", status.id())
                .put("message", message)
                .put("link", link);
        json.set("values", Json.tree(values));
        return json.put("requestSha256", request == null ? null : request.toString())
                .put("answerSha256", answer == null ? null : answer.toString())
                .put("started", started.toString())
                .put("ended", ended.toString())
                .put("peer", peer);
    }
}
