package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.iac.catalog.DocumentField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes to a document of plain maps and lists. A document is never changed in place: each method answers with a new one,
 * which counts only after the loader has read it.
 */
final class CatalogEdit {
    private CatalogEdit() {}

    /** The section of that name. */
    static Optional<DocumentField> section(String name) {
        return DocumentField.sections().stream()
                .filter(s -> s.name().equals(name))
                .findFirst();
    }

    /** The objects of a section, in the order of the document. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Map<String, Object> document, DocumentField section) {
        return document.get(section.name()) instanceof List<?> list
                ? (List<Map<String, Object>>) (List<?>) list
                : List.of();
    }

    /** The position of the object with this key, or -1. */
    static int position(Map<String, Object> document, DocumentField section, String key) {
        List<Map<String, Object>> objects = objects(document, section);
        for (int i = 0; i < objects.size(); i++) {
            if (key != null && key.equals(objects.get(i).get(section.key()))) {
                return i;
            }
        }
        return -1;
    }

    /** The document with an object in place of that at a position, or after all others where that is -1. */
    static Map<String, Object> put(
            Map<String, Object> document, DocumentField section, int position, Map<String, Object> object) {
        List<Map<String, Object>> objects = new ArrayList<>(objects(document, section));
        if (position < 0) {
            objects.add(object);
        } else {
            objects.set(position, object);
        }
        return with(document, section, objects);
    }

    /** The document without the object at a position. */
    static Map<String, Object> remove(Map<String, Object> document, DocumentField section, int position) {
        List<Map<String, Object>> objects = new ArrayList<>(objects(document, section));
        objects.remove(position);
        return with(document, section, objects);
    }

    /** The document with other objects in a section; a section without objects is left out. */
    static Map<String, Object> with(
            Map<String, Object> document, DocumentField section, List<Map<String, Object>> objects) {
        Map<String, Object> changed = new LinkedHashMap<>();
        for (DocumentField other : DocumentField.sections()) {
            Object value = other.name().equals(section.name()) ? objects : document.get(other.name());
            if (value instanceof List<?> list && !list.isEmpty()) {
                changed.put(other.name(), value);
            }
        }
        return changed;
    }

    /**
     * The part of a document that decides whether one object is right: everything but the stacks, of which only those
     * that the object depends on, or that have its name, are kept. A field is then checked in a time that does not grow
     * with the stacks.
     *
     * @param itself position of the object as it is in the document, which is left out, or -1
     */
    static Map<String, Object> around(
            Map<String, Object> document, DocumentField section, int itself, Map<String, Object> object) {
        List<?> needed = object.get("dependsOn") instanceof List<?> names ? names : List.of();
        DocumentField stacks = section("stacks").orElseThrow();
        boolean isStack = section.name().equals(stacks.name());
        List<Map<String, Object>> kept = new ArrayList<>();
        List<Map<String, Object>> all = objects(document, stacks);
        for (int i = 0; i < all.size(); i++) {
            Object id = all.get(i).get(stacks.key());
            boolean namesake = isStack && i != itself && id != null && id.equals(object.get(stacks.key()));
            if (needed.contains(id) || namesake) {
                kept.add(withoutDependencies(all.get(i)));
            }
        }
        return with(document, stacks, kept);
    }

    private static Map<String, Object> withoutDependencies(Map<String, Object> stack) {
        Map<String, Object> copy = new LinkedHashMap<>(stack);
        copy.remove("dependsOn");
        return copy;
    }
}
