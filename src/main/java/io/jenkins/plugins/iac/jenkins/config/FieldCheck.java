package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.DocumentField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges one field while it is typed, by the same loader that judges the whole on save: the value is put into a copy of
 * the document, and what the loader says of that place is the answer.
 */
final class FieldCheck {
    private static final String SECTION_ITEM = "%s[%d]";
    private static final Pattern LINE = Pattern.compile("\\[(\\d{1,6})].*");

    private FieldCheck() {}

    /**
     * What is wrong with a value.
     *
     * @param document the document as it is
     * @param position of the object in its section, or -1 for a new one
     * @param path names of the fields down to the one that is judged, from the object
     * @param value what stands in the field
     * @param beside other fields of the same object as they stand in the form now
     * @return one sentence each; empty where nothing is wrong
     */
    static List<String> errors(
            Map<String, Object> document,
            DocumentField section,
            int position,
            List<String> path,
            String value,
            Map<String, String> beside) {
        List<Map<String, Object>> objects = CatalogEdit.objects(document, section);
        Map<String, Object> object =
                new LinkedHashMap<>(position >= 0 && position < objects.size() ? objects.get(position) : Map.of());
        for (DocumentField field : section.fields()) {
            if (beside.containsKey(field.name())) {
                set(object, field, beside.get(field.name()));
            }
        }
        StringBuilder where = new StringBuilder();
        if (!place(object, section.fields(), path, value, where)) {
            return List.of("there is no such field");
        }
        Map<String, Object> around = CatalogEdit.around(document, section, position, object);
        int place = section.name().equals("stacks") ? -1 : Math.min(position, objects.size() - 1);
        Map<String, Object> candidate = CatalogEdit.put(around, section, place, object);
        int at = place < 0 ? CatalogEdit.objects(candidate, section).size() - 1 : place;
        String prefix = SECTION_ITEM.formatted(section.name(), at) + where;
        return CatalogLoader.load(candidate, CatalogDocument.NAME).errors().stream()
                .filter(e -> e.path().startsWith(prefix))
                .filter(e -> e.path().length() == prefix.length()
                        || "[.".indexOf(e.path().charAt(prefix.length())) >= 0)
                .map(e -> within(e.path().substring(prefix.length())) + e.message())
                .toList();
    }

    /** Where in the field: {@code [2]} is its third line, {@code .region} the entry of that name. */
    private static String within(String rest) {
        Matcher line = LINE.matcher(rest);
        if (line.matches()) {
            return "line " + (Integer.parseInt(line.group(1)) + 1) + ": ";
        }
        return rest.isEmpty() ? "" : rest.substring(1) + ": ";
    }

    /** Puts the value where the path leads, alone in each list on the way, and writes the way as the loader does. */
    private static boolean place(
            Map<String, Object> object,
            List<DocumentField> fields,
            List<String> path,
            String value,
            StringBuilder where) {
        DocumentField field = fields.stream()
                .filter(f -> f.name().equals(path.get(0)))
                .findFirst()
                .orElse(null);
        if (field == null) {
            return false;
        }
        where.append('.').append(field.name());
        if (path.size() == 1) {
            set(object, field, value);
            return true;
        }
        Map<String, Object> inner = new LinkedHashMap<>();
        boolean found = place(inner, field.fields(), path.subList(1, path.size()), value, new StringBuilder());
        if (field.input() == DocumentField.Input.OBJECTS) {
            where.append("[0]");
        }
        path.subList(1, path.size()).forEach(name -> where.append('.').append(name));
        object.put(field.name(), field.input() == DocumentField.Input.OBJECTS ? List.of(inner) : inner);
        return found;
    }

    private static void set(Map<String, Object> object, DocumentField field, String entered) {
        Object value = FormValues.value(field, entered);
        if (value == null) {
            object.remove(field.name());
        } else {
            object.put(field.name(), value);
        }
    }
}
