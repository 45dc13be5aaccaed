package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.casc.model.Mapping;
import io.jenkins.plugins.casc.model.Scalar;
import io.jenkins.plugins.casc.model.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Between the nodes of Configuration as Code and plain maps and lists.
 *
 * <p>A node does not know whether its text stood in quotes. Where the field decides the type that does not matter; in
 * variables and backend configuration {@code true}, {@code false} and whole numbers are taken as such. A time has to stand
 * in quotes: without them the YAML reader of Configuration as Code fails before anybody is asked.
 */
final class CascNodes {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");

    private CascNodes() {}

    /** A node as the document has it; its text stays raw, so that {@code ${...}} is not resolved. */
    static Object plain(Object node) {
        if (node instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            new TreeMap<>(map).forEach((key, value) -> values.put(String.valueOf(key), plain(value)));
            return values;
        }
        if (node instanceof Iterable<?> list) {
            List<Object> values = new ArrayList<>();
            list.forEach(item -> values.add(plain(item)));
            return values;
        }
        if (node instanceof Scalar scalar) {
            return scalar(scalar.toString());
        }
        return node == null || node instanceof Number || node instanceof Boolean ? node : node.toString();
    }

    private static Object scalar(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
    }

    /** A value of the document as a node, or null where there is nothing. */
    static CNode node(Object plain) {
        if (plain instanceof Map<?, ?> map) {
            Mapping mapping = new Mapping();
            map.forEach((key, value) -> mapping.putIfNotNull(String.valueOf(key), node(value)));
            return mapping;
        }
        if (plain instanceof List<?> list) {
            Sequence sequence = new Sequence();
            list.forEach(item -> sequence.add(node(item)));
            return sequence;
        }
        if (plain instanceof Boolean flag) {
            return new Scalar(flag);
        }
        if (plain instanceof Number number) {
            return new Scalar(number);
        }
        return plain == null ? null : new Scalar(plain.toString());
    }
}
