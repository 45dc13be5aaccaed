package io.jenkins.plugins.iac.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.plan.AttributeChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether two values of an attribute say the same. What is hidden or cut short never does. */
final class Noise {
    /**
     * Attributes in which clouds count their own writes, of the object itself or of its {@code metadata}. Hashes of the
     * content ({@code etag}, {@code fingerprint}) are not among them: they change because something did.
     */
    private static final Set<String> OWN_BOOKKEEPING = Set.of(
            "generation",
            "metageneration",
            "last_modified",
            "last_modified_date",
            "last_modified_time",
            "last_updated",
            "resource_version",
            "self_link",
            "update_time",
            "updated_at",
            "updated_date");

    private static final Pattern INDEX = Pattern.compile("\\[\\d+\\]");
    private static final Pattern LIST = Pattern.compile("(.*)\\[\\d+\\]", Pattern.DOTALL);
    private static final String METADATA = "metadata[0].";
    private static final String CUT = "\u2026";

    private Noise() {}

    /**
     * Whether the changes of one object, all of them, are noise.
     *
     * @param ordered whether the order of a list means something here
     */
    static boolean all(List<AttributeChange> changes, boolean ordered) {
        Map<String, List<String>> before = new HashMap<>();
        Map<String, List<String>> after = new HashMap<>();
        for (AttributeChange change : changes) {
            if (isOwnBookkeeping(change.path())) {
                continue;
            }
            String was = same(change.before());
            String is = same(change.after());
            if (was == null || is == null) {
                return false;
            }
            if (was.equals(is)) {
                continue;
            }
            String place = list(change.path());
            if (ordered || place == null) {
                return false;
            }
            before.computeIfAbsent(place, p -> new ArrayList<>()).add(was);
            after.computeIfAbsent(place, p -> new ArrayList<>()).add(is);
        }
        before.values().forEach(values -> values.sort(null));
        after.values().forEach(values -> values.sort(null));
        return before.equals(after);
    }

    private static boolean isOwnBookkeeping(String path) {
        return OWN_BOOKKEEPING.contains(path.startsWith(METADATA) ? path.substring(METADATA.length()) : path);
    }

    /**
     * The list within which a value may have moved, or null where it has not: an element that has parts moves as a whole,
     * and two that exchange one part are two that changed.
     */
    private static String list(String path) {
        Matcher element = LIST.matcher(path);
        return element.matches() && !INDEX.matcher(element.group(1)).find() ? element.group(1) : null;
    }

    /** Whether there was nothing before and is something now. */
    static boolean isFilledIn(AttributeChange change) {
        String was = same(change.before());
        String is = same(change.after());
        return was != null && was.isEmpty() && is != null && !is.isEmpty();
    }

    /** One text for all ways to say the same; empty for nothing, null where the value is not known. */
    private static String same(String json) {
        if (json.equals(AttributeChange.SENSITIVE) || json.equals(AttributeChange.UNKNOWN) || json.contains(CUT)) {
            return null;
        }
        try {
            JsonNode value = Json.parse(json.isBlank() ? "null" : json);
            if (value.isTextual() && value.asText().startsWith("{")) {
                value = Json.parse(value.asText());
            }
            boolean nothing = value.isNull()
                    || value.isTextual() && value.asText().isEmpty()
                    || value.isContainerNode() && value.isEmpty();
            if (nothing) {
                return "";
            }
            ObjectNode wrapped = Json.object();
            wrapped.set("value", value);
            return CanonicalJson.hash(wrapped).toString();
        } catch (JsonProcessingException e) {
            return json;
        }
    }
}
