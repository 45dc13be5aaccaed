package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Backend;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether a backend block says nothing but what the catalog says. */
final class BackendRules {
    private BackendRules() {}

    /**
     * What is wrong with a block, or nothing. A block may leave out what the catalog names (the run supplies it) and may
     * say nothing else.
     */
    static Optional<String> problem(ScanResult.BackendBlock block, Backend catalog) {
        if (catalog == null) {
            return Optional.of("backend " + block.type() + ": no backend may be configured here");
        }
        if (!block.type().equals(catalog.type())) {
            return Optional.of("backend " + block.type() + ": the catalog says " + catalog.type());
        }
        for (Map.Entry<String, Object> member : block.config().entrySet()) {
            if (member.getValue() != null
                    && !same(member.getValue(), catalog.config().get(member.getKey()))) {
                return Optional.of(
                        "backend " + block.type() + ": " + member.getKey() + " is not what the catalog says");
            }
        }
        return Optional.empty();
    }

    private static boolean same(Object found, Object expected) {
        if (found == Literals.UNKNOWN || expected == null) {
            return false;
        }
        if (found instanceof Map<?, ?> map && expected instanceof Map<?, ?> other) {
            return map.keySet().equals(other.keySet())
                    && map.keySet().stream().allMatch(key -> same(map.get(key), other.get(key)));
        }
        if (found instanceof List<?> list && expected instanceof List<?> other) {
            return list.size() == other.size()
                    && IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), other.get(i)));
        }
        return !(found instanceof Map || found instanceof List || expected instanceof Map || expected instanceof List)
                && Objects.equals(scalar(found), scalar(expected));
    }

    /** Terraform takes {@code "true"} for {@code true} and {@code "5"} for {@code 5} in a backend's configuration. */
    private static Object scalar(Object value) {
        String text = String.valueOf(value);
        try {
            return text.length() < 40
                    ? new BigDecimal(text).stripTrailingZeros().toPlainString()
                    : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
