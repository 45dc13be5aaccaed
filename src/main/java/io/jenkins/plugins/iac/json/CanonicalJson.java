package io.jenkins.plugins.iac.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import org.erdtman.jcs.JsonCanonicalizer;

/** RFC 8785, the form over which documents of ours are hashed and signed. */
public final class CanonicalJson {
    /** RFC 7493, section 2.2: the integers that every implementation keeps. */
    private static final BigDecimal MAX_INTEGER = new BigDecimal((1L << 53) - 1);
    /** No IEEE double needs more. */
    private static final int DIGITS = 17;

    private static final int SHOWN = 40;

    private CanonicalJson() {}

    /**
     * The canonical UTF-8 bytes. Two documents that differ never have the same ones, except in decimals that are the same
     * IEEE double: what would be rounded or replaced on the way is refused.
     *
     * @throws IllegalArgumentException if the document has no canonical form (RFC 7493): a number that is no IEEE double,
     *     an integer beyond 2^53, half of a surrogate pair
     */
    public static byte[] bytes(JsonNode document) {
        check(document);
        try {
            return new JsonCanonicalizer(Json.write(document)).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalArgumentException("the document has no canonical form: " + e.getMessage(), e);
        }
    }

    /** SHA-256 over {@link #bytes}. */
    public static Sha256 hash(JsonNode document) {
        return Sha256.of(bytes(document));
    }

    private static void check(JsonNode node) {
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(CanonicalJson::text);
        } else if (node.isTextual()) {
            text(node.textValue());
        } else if (node.isNumber()) {
            number(node);
        }
        node.forEach(CanonicalJson::check);
    }

    private static void text(String text) {
        if (!isWellFormed(text)) {
            throw refused("half of a surrogate pair");
        }
    }

    /** Whether UTF-8 can say the text: half of a surrogate pair becomes a question mark there, whichever half it is. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static void number(JsonNode node) {
        if ((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue())) {
            throw refused(node.doubleValue() + ", which is no number of JSON");
        }
        BigDecimal value = node.decimalValue();
        if (!Double.isFinite(value.doubleValue())) {
            throw refused("a number beyond any IEEE double");
        }
        if (!keeps(value)) {
            throw refused("the number " + shown(value) + ", which an IEEE double does not keep; write it as text");
        }
    }

    /** Whether the number has a canonical form of its own: a whole one below 2^53, or no more digits than a double has. */
    public static boolean keeps(BigDecimal value) {
        if (value.scale() == 0 && value.abs().compareTo(MAX_INTEGER) > 0) {
            return false;
        }
        double nearest = value.doubleValue();
        return Double.isFinite(nearest)
                && (nearest != 0 || value.signum() == 0)
                && (new BigDecimal(Double.toString(nearest)).compareTo(value) == 0
                        || value.abs().compareTo(MAX_INTEGER) < 0 && value.precision() <= DIGITS);
    }

    private static String shown(BigDecimal value) {
        String text = value.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    private static IllegalArgumentException refused(String what) {
        return new IllegalArgumentException("the document has no canonical form: " + what);
    }
}
