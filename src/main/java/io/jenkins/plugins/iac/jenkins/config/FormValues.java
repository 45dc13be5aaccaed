package io.jenkins.plugins.iac.jenkins.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.DocumentField;
import io.jenkins.plugins.iac.catalog.Fragment;
import io.jenkins.plugins.iac.model.IacException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Between what stands in the fields of a form and what stands in the document. A field that is left empty is absent; a
 * value that is no value of its type goes into the document as it is, where the loader says what is wrong with it.
 */
final class FormValues {
    /** What a person writes into a list or map to say that it is empty, where an empty field means that nothing is said. */
    static final String EXPLICITLY_EMPTY = "[]";

    static final String EXPLICITLY_EMPTY_MAP = "{}";

    private FormValues() {}

    /**
     * The object that a form describes.
     *
     * @param submitted the structured form: members by the names of the fields
     */
    static Map<String, Object> object(List<DocumentField> fields, JsonNode submitted) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (DocumentField field : fields) {
            Object value = value(field, submitted.get(field.name()));
            if (value != null) {
                object.put(field.name(), value);
            }
        }
        return object;
    }

    /** The value of one field, or null where nothing is said. */
    static Object value(DocumentField field, JsonNode submitted) {
        return switch (field.input()) {
            case OBJECT -> {
                Map<String, Object> inner =
                        submitted == null || !submitted.isObject() ? Map.of() : object(field.fields(), submitted);
                yield inner.isEmpty() ? null : inner;
            }
            case OBJECTS -> {
                List<Object> items = new ArrayList<>();
                for (JsonNode item : items(submitted)) {
                    items.add(object(field.fields(), item));
                }
                yield items.isEmpty() ? null : items;
            }
            case CHOICES -> {
                List<Object> words = new ArrayList<>();
                for (JsonNode item : items(submitted)) {
                    words.add(item.asText());
                }
                yield words.isEmpty() ? null : words;
            }
            default -> value(field, text(submitted));
        };
    }

    /** The value of a field that is entered as text, or null where nothing is said. */
    static Object value(DocumentField field, String entered) {
        String text = entered == null ? "" : entered.strip();
        if (text.isEmpty()) {
            return null;
        }
        return switch (field.input()) {
            case FLAG -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
            case NUMBER -> text.matches("-?\\d{1,9}") ? (Object) Integer.valueOf(text) : text;
            case TEXTS, CHOICES -> lines(text);
            case ENTRIES -> entries(text);
            default -> text;
        };
    }

    private static List<String> lines(String text) {
        return text.equals(EXPLICITLY_EMPTY)
                ? List.of()
                : text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    }

    /** What is no YAML stays a text, which is no map: the loader then says that a map is expected. */
    private static Object entries(String text) {
        try {
            return Fragment.read(text, "a field");
        } catch (IacException e) {
            return text;
        }
    }

    /** How a value of the document stands in its field. */
    static String text(DocumentField field, Object value) {
        if (value == null) {
            return "";
        }
        if (field.input() == DocumentField.Input.TEXTS && value instanceof List<?> list) {
            return list.isEmpty()
                    ? EXPLICITLY_EMPTY
                    : String.join("\n", list.stream().map(String::valueOf).toList());
        }
        if (field.input() == DocumentField.Input.ENTRIES && !(value instanceof String)) {
            boolean empty = value instanceof Map<?, ?> map && map.isEmpty();
            return empty ? EXPLICITLY_EMPTY_MAP : Fragment.write(value);
        }
        return String.valueOf(value);
    }

    private static String text(JsonNode submitted) {
        return submitted == null || submitted.isNull() ? "" : submitted.asText();
    }

    /** Jenkins submits a list of one as that one. */
    private static List<JsonNode> items(JsonNode submitted) {
        if (submitted == null
                || submitted.isNull()
                || submitted.isTextual() && submitted.asText().isBlank()) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>();
        if (submitted.isArray()) {
            submitted.forEach(items::add);
        } else {
            items.add(submitted);
        }
        return items;
    }
}
