package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.json.CanonicalJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A value whose type the document itself decides (variables, backend configuration): by the JSON schema of YAML 1.2, so
 * that {@code yes}, {@code 0o7} and {@code 12:30} stay the texts they look like.
 */
final class FreeValue {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,40})");
    private static final Pattern DECIMAL =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,40})(?:\\.[0-9]{1,40})?(?:[eE][-+]?[0-9]{1,3})?");

    private FreeValue() {}

    /** A map, list, text, number, truth value or null. */
    static Object read(Tree tree) {
        return read(tree, number -> {});
    }

    /**
     * The same.
     *
     * @param unkept gets every scalar that has no canonical form: hashes over it would be those of another value
     */
    static Object read(Tree tree, Consumer<Tree.Scalar> unkept) {
        if (tree instanceof Tree.Mapping mapping) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (Tree.Entry entry : mapping.entries()) {
                values.put(entry.key().text(), read(entry.value(), unkept));
            }
            return values;
        }
        if (tree instanceof Tree.Sequence sequence) {
            List<Object> values = new ArrayList<>(sequence.items().size());
            sequence.items().forEach(item -> values.add(read(item, unkept)));
            return values;
        }
        Object value = scalar((Tree.Scalar) tree);
        if (value instanceof Number && !CanonicalJson.keeps(new BigDecimal(value.toString()))) {
            unkept.accept((Tree.Scalar) tree);
        }
        return value;
    }

    private static Object scalar(Tree.Scalar scalar) {
        String text = scalar.text();
        if (scalar.style() != Tree.Style.PLAIN) {
            return text;
        }
        if (scalar.isNull()) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        char first = text.charAt(0);
        if (first != '-' && (first < '0' || first > '9')) {
            return text;
        }
        if (WHOLE.matcher(text).matches()) {
            BigInteger number = new BigInteger(text);
            if (number.bitLength() < Long.SIZE) {
                return number.longValue();
            }
            return number;
        }
        return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text;
    }
}
