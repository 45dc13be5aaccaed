package io.jenkins.plugins.iac.jenkins.ui;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one field of a stack came from when its request was decided. Texts only; the page escapes them.
 *
 * @param value its value, or null where it is not for everybody who sees the build
 * @param from {@code stack}, the path of a scope, a context or {@code default}
 */
public record OriginView(String field, String value, String from) {
    /** A view of each; empty where there is no list. */
    static List<OriginView> all(JsonNode inherited) {
        List<OriginView> views = new ArrayList<>();
        inherited.forEach(f -> views.add(new OriginView(
                f.path("field").asText(),
                f.path("value").asText(null),
                f.path("from").asText())));
        return views;
    }

    public String getField() {
        return field;
    }

    public String getValue() {
        return value;
    }

    public String getFrom() {
        return from;
    }
}
