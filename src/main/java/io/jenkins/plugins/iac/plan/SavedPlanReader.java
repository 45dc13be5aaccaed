package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the parts of a saved plan that decide what an apply of it does: {@code tfplan} (protocol buffers, format version
 * 3, see planfile.proto of Terraform and OpenTofu), {@code tfstate} (the state planned against), the lock file and the
 * snapshot of the configuration. The large parts are streamed past, not kept.
 */
final class SavedPlanReader {
    private static final String DOING = "reading the saved plan";
    private static final String NEXT = "make it again with terraform plan -out or tofu plan -out";
    private static final int FORMAT = 3;
    private static final int MAX_TEXT = 1 << 16;
    private static final int MAX_BACKEND = 1 << 20;
    private static final int MAX_LIST = 100_000;
    private static final long MAX_SERIAL = 1L << 53;

    private final Path file;
    private final SortedSet<String> variables = new TreeSet<>();
    private final SortedSet<String> applyTimeVariables = new TreeSet<>();
    private final List<String> targets = new ArrayList<>();
    private final List<String> excludes = new ArrayList<>();
    private long format;
    private long mode;
    private boolean errored;
    private String toolVersion = "";
    private SavedPlan.PlannedBackend backend;
    private String lineage;
    private long serial = -1;

    SavedPlanReader(Path file) {
        this.file = file;
    }

    SavedPlan read() {
        refuseWhatIsNoZip();
        try (PlanZip zip = PlanZip.open(file)) {
            try (InputStream in = zip.entry("tfplan")) {
                plan(ProtoReader.toEndOf(in));
            }
            check();
            try (InputStream in = zip.entry("tfstate")) {
                state(in);
            }
            Map<String, Sha256> configuration = new TreeMap<>();
            for (String name : zip.names()) {
                if (name.startsWith("tfconfig/")) {
                    configuration.put(name, zip.hash(name));
                }
            }
            if (!configuration.containsKey("tfconfig/modules.json")) {
                throw bad("no configuration inside", "the entry tfconfig/modules.json", null);
            }
            boolean locked = zip.names().contains(".terraform.lock.hcl");
            Optional<Sha256> lock = locked ? Optional.of(zip.hash(".terraform.lock.hcl")) : Optional.empty();
            return new SavedPlan(
                    Sha256.ofFile(file),
                    Files.size(file),
                    toolVersion,
                    SavedPlan.Mode.values()[(int) mode],
                    backend,
                    lineage,
                    serial,
                    lock,
                    listing(configuration),
                    configuration.size(),
                    variables,
                    applyTimeVariables,
                    List.copyOf(targets),
                    List.copyOf(excludes),
                    errored);
        } catch (IOException | IllegalArgumentException e) {
            throw bad(e.getMessage() == null ? "a file that is cut off" : e.getMessage(), "a saved plan", e);
        }
    }

    private void refuseWhatIsNoZip() {
        if (PlanFiles.isSavedPlan(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4096), StandardCharsets.ISO_8859_1);
            if (start.startsWith("tfplan")) {
                throw bad("a plan of Terraform 0.11 or older", "a plan of version 0.12 or newer", null);
            }
            if (start.contains("\"encrypted_data\"") || start.contains("\"encryption_version\"")) {
                throw IacException.badInput(
                        DOING,
                        file.toString(),
                        "a plan encrypted by OpenTofu",
                        "a plan that is not encrypted by the tool",
                        "take plan out of the encryption block: saved plans are kept encrypted here anyway");
            }
            throw bad("no zip", "a saved plan", null);
        } catch (IOException e) {
            throw PlanFiles.unreadable(DOING, file, e);
        }
    }

    private void plan(ProtoReader plan) throws IOException {
        while (plan.next()) {
            switch (plan.field()) {
                case 1 -> format = plan.varint();
                case 2 -> variables.add(mapKey(plan.bytes(PlanWalker.MAX_PART_BYTES)));
                case 5 -> add(targets, plan.text(MAX_TEXT));
                case 6 -> add(excludes, plan.text(MAX_TEXT));
                case 13 -> backend(plan.bytes(MAX_BACKEND), "");
                case 14 -> toolVersion = plan.text(MAX_TEXT);
                case 17 -> mode = plan.varint();
                case 20 -> errored = plan.varint() != 0;
                case 28 -> applyTimeVariables.add(plan.text(MAX_TEXT));
                case 29 -> backend(plan.bytes(MAX_BACKEND), "state_store:");
                default -> plan.skip();
            }
        }
    }

    private void check() throws IOException {
        if (format != FORMAT) {
            throw new IOException("plan format version " + format + " where " + FORMAT + " is known");
        }
        if (toolVersion.isEmpty()) {
            throw new IOException("no version of the tool");
        }
        if (mode < 0 || mode >= SavedPlan.Mode.values().length) {
            throw new IOException("planning mode " + mode + ", which is not known");
        }
        if (backend == null || backend.type().isEmpty() || backend.workspace().isEmpty()) {
            throw new IOException("no backend or workspace");
        }
    }

    private static void add(List<String> list, String text) throws IOException {
        if (list.size() >= MAX_LIST) {
            throw new IOException("more than " + MAX_LIST + " addresses");
        }
        list.add(text);
    }

    private static String mapKey(byte[] entry) throws IOException {
        ProtoReader reader = ProtoReader.of(entry);
        String key = "";
        while (reader.next()) {
            if (reader.field() == 1) {
                key = reader.text(MAX_TEXT);
            } else {
                reader.skip();
            }
        }
        return key;
    }

    private void backend(byte[] message, String prefix) throws IOException {
        if (backend != null) {
            throw new IOException("two backends");
        }
        ProtoReader reader = ProtoReader.of(message);
        String type = "";
        String workspace = "";
        JsonNode config = Json.object();
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> type = reader.text(MAX_TEXT);
                case 2 -> config = dynamic(reader.bytes(MAX_BACKEND));
                case 3 -> workspace = reader.text(MAX_TEXT);
                default -> reader.skip();
            }
        }
        if (!(withoutUnset(config) instanceof ObjectNode object)) {
            throw new IOException("a backend configuration that is no object");
        }
        backend = new SavedPlan.PlannedBackend(prefix + type, object, workspace);
    }

    private static JsonNode dynamic(byte[] value) throws IOException {
        ProtoReader reader = ProtoReader.of(value);
        JsonNode decoded = null;
        while (reader.next()) {
            if (reader.field() == 1) {
                decoded = Msgpack.read(reader.bytes(MAX_BACKEND));
            } else {
                reader.skip();
            }
        }
        if (decoded == null) {
            throw new IOException("a value in a form that is not known");
        }
        return decoded.isNull() ? Json.object() : decoded;
    }

    /** A backend's configuration as a person wrote it: what is null or empty was never set. */
    static JsonNode withoutUnset(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode kept = Json.object();
            object.fields().forEachRemaining(e -> {
                JsonNode value = withoutUnset(e.getValue());
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    kept.set(e.getKey(), value);
                }
            });
            return kept;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode kept = Json.array();
            array.forEach(element -> kept.add(withoutUnset(element)));
            return kept;
        }
        return node;
    }

    private void state(InputStream in) throws IOException {
        try (JsonParser parser = Json.factory().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("a state that is no object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("lineage") && value == JsonToken.VALUE_STRING) {
                    lineage = parser.getText();
                } else if (name.equals("serial") && value == JsonToken.VALUE_NUMBER_INT) {
                    serial = parser.getLongValue();
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (lineage == null || serial < 0 || serial >= MAX_SERIAL) {
            throw new IOException("a state without lineage or serial");
        }
    }

    private static Sha256 listing(Map<String, Sha256> files) {
        MessageDigest digest = Sha256.digest();
        files.forEach(
                (name, hash) -> digest.update((hash.hex() + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
        return Sha256.finish(digest.digest());
    }

    private IacException bad(String found, String expected, Exception cause) {
        return new IacException(
                IacException.Kind.BAD_INPUT,
                new Problem(DOING, file.toString(), found, expected, NEXT),
                List.of(),
                cause);
    }
}
