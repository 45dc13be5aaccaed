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
import java.util.regex.Pattern;

/** Whether two values of an attribute say the same. What is hidden or cut short never does. */
final class Noise {
    /** Attributes in which clouds count their own writes. */
    private static final Set<String> OWN_BOOKKEEPING = Set.of(
            "etag",
            "fingerprint",
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
    private static final Pattern LAST = Pattern.compile("^.*[.]");
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
            String name = LAST.matcher(change.path()).replaceAll("");
            if (OWN_BOOKKEEPING.contains(name)) {
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
            if (ordered) {
                return false;
            }
            String place = INDEX.matcher(change.path()).replaceAll("[]");
            before.computeIfAbsent(place, p -> new ArrayList<>()).add(was);
            after.computeIfAbsent(place, p -> new ArrayList<>()).add(is);
        }
        before.values().forEach(values -> values.sort(null));
        after.values().forEach(values -> values.sort(null));
        return before.equals(after);
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
