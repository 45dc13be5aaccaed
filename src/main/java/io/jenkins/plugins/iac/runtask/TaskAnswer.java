package io.jenkins.plugins.iac.runtask;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Cut;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An answer: {@code {"run","nonce","status","message","url","values"}}. Only a machine-readable decision counts: the status
 * is {@code passed} or {@code failed}, and run and nonce are those of the question, so that an answer to another question,
 * a cached one or a page of a proxy decides nothing.
 */
record TaskAnswer(boolean passed, String message, String link, Map<String, Object> values) {
    static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_VALUES = 50;
    private static final int MOST_TEXT = 500;
    private static final int MOST_MESSAGE = 1_000;
    /** Beyond it the canonical form of a decimal is that of a whole number which no longer has one. */
    private static final BigDecimal MOST_NUMBER = new BigDecimal((1L << 53) - 1);

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");
    private static final Pattern LINK = Pattern.compile("https://[A-Za-z0-9.-]{1,253}(?::\\d{1,5})?(?:/[!-~]{0,400})?");

    /** Something that is no answer; its message says why, in words for people. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message) {
            super(message);
        }
    }

    static TaskAnswer read(byte[] bytes, String run, String nonce) throws NoAnswer {
        JsonNode json = parse(bytes);
        if (!json.isObject()) {
            throw new NoAnswer("the answer is no JSON object");
        }
        if (!json.path("run").asText("").equals(run)
                || !json.path("nonce").asText("").equals(nonce)) {
            throw new NoAnswer("the answer does not repeat run and nonce of the question");
        }
        String status = json.path("status").isTextual() ? json.path("status").asText() : "";
        if (!status.equals("passed") && !status.equals("failed")) {
            throw new NoAnswer("the answer's status is neither passed nor failed");
        }
        return new TaskAnswer(
                status.equals("passed"),
                clean(json.path("message"), MOST_MESSAGE),
                link(json.path("url")),
                values(json.path("values")));
    }

    private static JsonNode parse(byte[] bytes) throws NoAnswer {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
            return Json.parse(text);
        } catch (CharacterCodingException e) {
            throw new NoAnswer("the answer is not UTF-8");
        } catch (IOException | RuntimeException e) {
            throw new NoAnswer("the answer is no JSON");
        }
    }

    private static String link(JsonNode url) {
        return url.isTextual() && LINK.matcher(url.asText()).matches() ? url.asText() : null;
    }

    private static Map<String, Object> values(JsonNode values) throws NoAnswer {
        Map<String, Object> read = new LinkedHashMap<>();
        if (values.isMissingNode() || values.isNull()) {
            return read;
        }
        if (!values.isObject() || values.size() > MOST_VALUES) {
            throw new NoAnswer("the answer's values are no object of at most " + MOST_VALUES + " members");
        }
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            if (!NAME.matcher(value.getKey()).matches()) {
                throw new NoAnswer("the answer has a value whose name is none");
            }
            read.put(value.getKey(), scalar(value.getValue()));
        }
        return read;
    }

    private static Object scalar(JsonNode value) throws NoAnswer {
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isNumber()) {
            return number(value.decimalValue());
        }
        if (value.isTextual() && value.asText().length() <= MOST_TEXT) {
            return clean(value, MOST_TEXT);
        }
        throw new NoAnswer("the answer has a value that is no short text, number or truth value");
    }

    /** As it was sent or not at all: what is rounded on the way is another number, and evidence could not hold it. */
    private static Object number(BigDecimal value) throws NoAnswer {
        if (!CanonicalJson.keeps(value) || value.abs().compareTo(MOST_NUMBER) > 0) {
            throw new NoAnswer("the answer has a number that an IEEE double does not keep; send it as text");
        }
        boolean whole = value.scale() == 0;
        return whole ? (Object) value.longValueExact() : (Object) value.doubleValue();
    }

    private static String clean(JsonNode text, int most) throws NoAnswer {
        if (!CanonicalJson.isWellFormed(text.asText(""))) {
            throw new NoAnswer("the answer has a text with half of a surrogate pair");
        }
        String line = text.asText("").replaceAll("\\p{Cntrl}+", " ").strip();
        return Cut.start(line, most);
    }
}
