package io.jenkins.plugins.iac.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An object of the document after its fields were checked one by one: typed values, and where they stand. A field that is
 * absent or was wrong has no value.
 */
record Fields(Tree.Mapping tree, Path path, Map<String, Object> values) {
    boolean has(String field) {
        return values.containsKey(field);
    }

    Object get(String field) {
        return values.get(field);
    }

    String text(String field) {
        return (String) values.get(field);
    }

    String text(String field, String otherwise) {
        return (String) values.getOrDefault(field, otherwise);
    }

    boolean flag(String field, boolean otherwise) {
        return (Boolean) values.getOrDefault(field, otherwise);
    }

    int number(String field, int otherwise) {
        return (Integer) values.getOrDefault(field, otherwise);
    }

    Duration span(String field) {
        return (Duration) values.get(field);
    }

    Instant instant(String field) {
        return (Instant) values.get(field);
    }

    Fields record(String field) {
        return (Fields) values.get(field);
    }

    @SuppressWarnings("unchecked")
    List<String> texts(String field) {
        return (List<String>) values.getOrDefault(field, List.of());
    }

    @SuppressWarnings("unchecked")
    List<Fields> records(String field) {
        return (List<Fields>) values.getOrDefault(field, List.of());
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(String field) {
        return (Map<String, Object>) values.getOrDefault(field, Map.of());
    }

    /** Where a field stands, or the object itself where it is absent. */
    Tree at(String field) {
        Tree value = tree.get(field);
        return value == null ? tree : value;
    }
}
