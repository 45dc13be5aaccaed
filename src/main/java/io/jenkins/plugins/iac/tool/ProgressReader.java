package io.jenkins.plugins.iac.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.process.OutputSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the event stream of {@code plan -json} and {@code apply -json}. A line that is no JSON object is text: Terraform
 * itself mixes some in, and so do programs that it starts. Values of outputs are not passed on.
 */
final class ProgressReader implements OutputSink {
    private static final int MOST_DIAGNOSTICS = 200;
    /** All that the tool says before it has the backend's lock; providers and provisioners are started after that. */
    private static final Set<String> BEFORE_LOCK = Set.of("version", "state_lock_acquire", "diagnostic");

    private final ProgressListener listener;
    private final Function<String, String> masker;
    private final boolean withheld;
    private final List<ToolDiagnostic> diagnostics = new ArrayList<>();
    private ChangeSummary summary;
    private boolean begun;

    ProgressReader(ProgressListener listener, Function<String, String> masker) {
        this(listener, masker, false);
    }

    /** @param withheld whether nothing may be passed on that the tool says in its own words */
    ProgressReader(ProgressListener listener, Function<String, String> masker, boolean withheld) {
        this.listener = listener;
        this.masker = masker;
        this.withheld = withheld;
    }

    @Override
    public void read(InputStream output) throws IOException {
        Lines.read(output, this::line);
    }

    private void line(String text) {
        if (text.isBlank()) {
            return;
        }
        JsonNode node = null;
        if (text.startsWith("{")) {
            try {
                node = Json.parse(text);
            } catch (JsonProcessingException e) {
                node = null;
            }
        }
        if (node == null || !BEFORE_LOCK.contains(node.path("type").asText(""))) {
            begin();
        }
        ProgressEvent event = node == null ? new ProgressEvent.Text(words(text)) : event(node);
        note(event);
        listener.on(event);
    }

    private synchronized void begin() {
        begun = true;
    }

    /** Whether anything was said that a tool does not say before it has the backend's lock; whoever can write here can only add. */
    synchronized boolean hasBegun() {
        return begun;
    }

    private synchronized void note(ProgressEvent event) {
        if (event instanceof ProgressEvent.Diagnosed diagnosed && diagnostics.size() < MOST_DIAGNOSTICS) {
            diagnostics.add(diagnosed.diagnostic());
        } else if (event instanceof ProgressEvent.Summary counted) {
            summary = counted.changes();
        }
    }

    private String words(String text) {
        return withheld ? ToolDiagnostic.WITHHELD : masker.apply(text);
    }

    private ProgressEvent diagnosed(JsonNode node) {
        ToolDiagnostic diagnostic = ToolDiagnostic.of(node, masker);
        return new ProgressEvent.Diagnosed(withheld ? diagnostic.withheld() : diagnostic);
    }

    private ProgressEvent event(JsonNode node) {
        String message = words(node.path("@message").asText(""));
        return switch (node.path("type").asText("")) {
            case "diagnostic" -> diagnosed(node.path("diagnostic"));
            case "change_summary" ->
                new ProgressEvent.Summary(
                        summary(node.path("changes")),
                        masker.apply(node.path("@message").asText("")));
            case "resource_drift" -> resource(ProgressEvent.Phase.DRIFTED, node.path("change"), message);
            case "planned_change" -> resource(ProgressEvent.Phase.PLANNED, node.path("change"), message);
            case "refresh_start" -> resource(ProgressEvent.Phase.REFRESHING, node.path("hook"), message);
            case "refresh_complete" -> resource(ProgressEvent.Phase.REFRESHED, node.path("hook"), message);
            case "apply_start", "ephemeral_op_start" ->
                resource(ProgressEvent.Phase.STARTED, node.path("hook"), message);
            case "apply_progress", "ephemeral_op_progress" ->
                resource(ProgressEvent.Phase.PROGRESS, node.path("hook"), message);
            case "apply_complete", "ephemeral_op_complete" ->
                resource(ProgressEvent.Phase.COMPLETED, node.path("hook"), message);
            case "apply_errored", "ephemeral_op_errored" ->
                resource(ProgressEvent.Phase.FAILED, node.path("hook"), message);
            case "provision_start", "provision_progress", "provision_complete", "provision_errored" ->
                resource(ProgressEvent.Phase.PROVISIONING, node.path("hook"), message);
            default -> new ProgressEvent.Text(message);
        };
    }

    private ProgressEvent.Resource resource(ProgressEvent.Phase phase, JsonNode body, String message) {
        JsonNode elapsed = body.path("elapsed_seconds");
        JsonNode resource = body.path("resource");
        // What is written in the configuration; the keys of instances and the ids may have come from anywhere.
        String configured = resource.path("resource_type").asText("") + "."
                + resource.path("resource_name").asText("");
        return new ProgressEvent.Resource(
                phase,
                masker.apply(withheld ? configured : resource.path("addr").asText("")),
                body.path("action").asText(""),
                elapsed.isNumber() ? Optional.of(Duration.ofSeconds(elapsed.asLong())) : Optional.empty(),
                withheld ? masker.apply(configured) + ": " + phase.name().toLowerCase(Locale.ROOT) : message);
    }

    private static ChangeSummary summary(JsonNode changes) {
        return new ChangeSummary(
                changes.path("add").asInt(),
                changes.path("change").asInt(),
                changes.path("remove").asInt(),
                changes.path("import").asInt(),
                changes.path("operation").asText(""));
    }

    synchronized List<ToolDiagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    synchronized Optional<ChangeSummary> summary() {
        return Optional.ofNullable(summary);
    }
}
