package io.jenkins.plugins.iac.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields of an object of the document, in the order in which they are written and documented.
 *
 * @param name what the object is called in messages and in the JSON Schema
 * @param doc what it is for, one sentence
 * @param required those fields without which the object is wrong
 */
record Shape(String name, String doc, Map<String, Field> fields, List<Field> required, Map<String, String> hints) {

    /**
     * @param required whether the object is wrong without it
     * @param doc what it is for, one sentence
     */
    record Field(String name, Type type, boolean required, String doc) {}

    Set<String> names() {
        return fields.keySet();
    }

    static Builder of(String name, String doc) {
        return new Builder(name, doc);
    }

    /** Writes a shape down as a table. */
    static final class Builder {
        private final String name;
        private final String doc;
        private final List<Field> fields = new ArrayList<>();
        private final Map<String, String> hints = new HashMap<>();

        private Builder(String name, String doc) {
            this.name = name;
            this.doc = doc;
        }

        Builder must(String field, Type type, String fieldDoc) {
            fields.add(new Field(field, type, true, fieldDoc));
            return this;
        }

        Builder may(String field, Type type, String fieldDoc) {
            fields.add(new Field(field, type, false, fieldDoc));
            return this;
        }

        /** The optional forms of another shape's fields, but some. */
        Builder mayAsIn(Shape other, Set<String> except) {
            for (Field field : other.fields().values()) {
                if (!except.contains(field.name())) {
                    fields.add(new Field(field.name(), field.type(), false, field.doc()));
                }
            }
            return this;
        }

        /** What to say of a field that people look for and that does not exist on purpose. */
        Builder hint(String message, String... fieldNames) {
            for (String field : fieldNames) {
                hints.put(field, message);
            }
            return this;
        }

        Shape build() {
            Map<String, Field> byName = new LinkedHashMap<>();
            fields.forEach(f -> byName.put(f.name(), f));
            return new Shape(
                    name, doc, byName, fields.stream().filter(Field::required).toList(), hints);
        }
    }
}
