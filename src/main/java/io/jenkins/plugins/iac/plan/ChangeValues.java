package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.Sha256;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.util.function.Predicate;

/** Makes trees of a change's values, with sensitive and unknown ones as texts that say so. */
final class ChangeValues {
    private static final int MAX_TOKENS = 1 << 16;
    private static final Predicate<String> ALL = name -> true;

    private final JsonTape tape;
    private final Marks marks;

    /** Of the outermost objects. */
    private final Predicate<String> wanted;

    private ChangeValues(JsonTape tape, Marks marks, Predicate<String> wanted) {
        this.tape = tape;
        this.marks = marks;
        this.wanted = wanted;
    }

    static RiskJudge.Values of(JsonTape tape, int change, Marks marks, Predicate<String> wanted) {
        if (change < 0 || tape.after(change) - change > MAX_TOKENS) {
            return new RiskJudge.Values(NullNode.instance, NullNode.instance, false);
        }
        ChangeValues values = new ChangeValues(tape, marks, wanted);
        JsonNode after = values.of(tape.member(change, Names.AFTER));
        int unknown = tape.member(change, Names.AFTER_UNKNOWN);
        return new RiskJudge.Values(
                values.of(tape.member(change, Names.BEFORE)),
                unknown < 0 ? after : values.withUnknown(after, unknown, after.isObject() ? wanted : ALL),
                true);
    }

    private JsonNode of(int token) {
        return token < 0 ? NullNode.instance : tree(token, marks.of(token), wanted);
    }

    private JsonNode tree(int token, int mark, Predicate<String> names) {
        if (mark == Marks.ALL) {
            return masked(token);
        }
        switch (tape.kind(token)) {
            case JsonTape.OBJECT -> {
                ObjectNode object = Json.object();
                int cursor = marks.first(mark);
                for (int name = token + 1; name < tape.after(token); name = tape.after(name + 1)) {
                    String text = tape.string(name);
                    if (names.test(text)) {
                        int found = marks.find(mark, cursor, name);
                        object.set(text, tree(name + 1, marks.member(mark, found, name + 1), ALL));
                        cursor = found < 0 ? cursor : tape.after(found);
                    }
                }
                return object;
            }
            case JsonTape.ARRAY -> {
                ArrayNode array = Json.array();
                int cursor = marks.first(mark);
                for (int element = token + 1; element < tape.after(token); element = tape.after(element)) {
                    array.add(tree(element, marks.element(mark, cursor, element), ALL));
                    cursor = marks.next(mark, cursor);
                }
                return array;
            }
            case JsonTape.STRING -> {
                return TextNode.valueOf(tape.string(token));
            }
            case JsonTape.NUMBER -> {
                return DecimalNode.valueOf(new BigDecimal(tape.string(token)));
            }
            case JsonTape.NULL -> {
                return NullNode.instance;
            }
            default -> {
                return BooleanNode.valueOf(tape.kind(token) == JsonTape.TRUE);
            }
        }
    }

    private MaskedText masked(int token) {
        MessageDigest digest = Sha256.digest();
        digest.update(tape.kind(token));
        JsonTape.Slice content = tape.content(token);
        digest.update(content.bytes(), content.from(), content.length());
        return new MaskedText(Sha256.finish(digest.digest()));
    }

    /** Puts the text for unknown wherever {@code after_unknown} is true; those places are absent or null in after. */
    private JsonNode withUnknown(JsonNode after, int unknown, Predicate<String> names) {
        switch (tape.kind(unknown)) {
            case JsonTape.TRUE -> {
                return TextNode.valueOf(AttributeChange.UNKNOWN);
            }
            case JsonTape.OBJECT -> {
                ObjectNode object = after instanceof ObjectNode known ? known : Json.object();
                for (int name = unknown + 1; name < tape.after(unknown); name = tape.after(name + 1)) {
                    String text = tape.string(name);
                    if (names.test(text)) {
                        JsonNode known = object.path(text);
                        JsonNode value = withUnknown(known, name + 1, ALL);
                        if (value != known) {
                            object.set(text, value);
                        }
                    }
                }
                return object.isEmpty() ? after : object;
            }
            case JsonTape.ARRAY -> {
                if (!(after instanceof ArrayNode array)) {
                    return after;
                }
                int index = 0;
                for (int element = unknown + 1; element < tape.after(unknown); element = tape.after(element)) {
                    if (index < array.size()) {
                        array.set(index, withUnknown(array.get(index), element, ALL));
                    }
                    index++;
                }
                return array;
            }
            default -> {
                return after;
            }
        }
    }
}
