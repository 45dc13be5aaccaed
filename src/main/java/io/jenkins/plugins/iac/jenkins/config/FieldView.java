package io.jenkins.plugins.iac.jenkins.config;

import io.jenkins.plugins.iac.catalog.DocumentField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One field of a form: what the page asks of it. Getters are for the page. */
public final class FieldView {
    /** One of some values to choose from. */
    public record Option(String value, String label, boolean selected) {
        public String getValue() {
            return value;
        }

        public String getLabel() {
            return label;
        }

        public boolean isSelected() {
            return selected;
        }
    }

    private final DocumentField field;
    private final Object value;
    private final String path;
    private final FormContext context;

    private FieldView(DocumentField field, Object value, String path, FormContext context) {
        this.field = field;
        this.value = value;
        this.path = path;
        this.context = context;
    }

    /** The fields of an object with its values. */
    static List<FieldView> of(List<DocumentField> fields, Map<?, ?> object, String path, FormContext context) {
        List<FieldView> views = new ArrayList<>();
        for (DocumentField field : fields) {
            views.add(new FieldView(field, object.get(field.name()), path + field.name(), context));
        }
        return views;
    }

    public String getName() {
        return field.name();
    }

    /** {@code protectedRefs} as {@code Protected refs}. */
    public String getTitle() {
        String words = field.name().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + (field.required() ? " *" : "");
    }

    /** What the field is for and how it is written. */
    public String getDescription() {
        StringBuilder text = new StringBuilder(field.doc());
        if (field.input() == DocumentField.Input.TEXTS) {
            text.append("; one a line");
        }
        boolean chosen =
                field.input() == DocumentField.Input.FLAG || !field.words().isEmpty() || field.refersTo() != null;
        if (!chosen && !field.expected().isEmpty()) {
            text.append(": ").append(field.expected());
        }
        List<String> names = context.names(field.refersTo());
        if (field.input() == DocumentField.Input.TEXTS && !names.isEmpty()) {
            text.append(" (there are ").append(String.join(", ", names)).append(')');
        }
        return text.toString();
    }

    /** Which control the page draws. */
    public String getControl() {
        return switch (field.input()) {
            case CHOICE, FLAG -> "select";
            case CHOICES -> "checkboxes";
            case TEXTS, ENTRIES -> "area";
            case CONDITION -> "code";
            case OBJECT -> "object";
            case OBJECTS -> "objects";
            default -> field.refersTo() == null ? "line" : "select";
        };
    }

    public String getText() {
        return FormValues.text(field, value);
    }

    /** Where the page asks whether a value is right; relative to the page. */
    public String getCheckUrl() {
        return context.checkUrl(path);
    }

    /** Names of fields beside this one on which its rightness depends. */
    public String getCheckDependsOn() {
        return field.input() == DocumentField.Input.CONDITION ? "point" : "";
    }

    public List<Option> getOptions() {
        String chosen = getText();
        List<Option> options = new ArrayList<>();
        boolean many = field.input() == DocumentField.Input.CHOICES;
        List<?> several = value instanceof List<?> list ? list : List.of();
        if (!many) {
            options.add(new Option("", field.required() ? "" : "(not said)", chosen.isEmpty()));
        }
        // Those that are chosen stand first in their own order, so that saving an untouched form changes nothing.
        several.stream()
                .map(String::valueOf)
                .filter(word -> many)
                .forEach(word -> options.add(new Option(word, word, true)));
        List<String> words = field.input() == DocumentField.Input.FLAG
                ? List.of("true", "false")
                : field.refersTo() == null ? field.words() : context.names(field.refersTo());
        words.stream()
                .filter(word -> !many || !several.contains(word))
                .forEach(word -> options.add(new Option(word, word, !many && word.equals(chosen))));
        if (!many && !chosen.isEmpty() && !words.contains(chosen)) {
            options.add(new Option(chosen, chosen, true));
        }
        return options;
    }

    /** The fields of the object in this field. */
    public List<FieldView> getFields() {
        return of(field.fields(), value instanceof Map<?, ?> map ? map : Map.of(), path + ".", context);
    }

    /** The objects of the list in this field, each as its fields. */
    public List<List<FieldView>> getItems() {
        List<List<FieldView>> items = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object item : list) {
                items.add(of(field.fields(), item instanceof Map<?, ?> map ? map : Map.of(), path + ".", context));
            }
        }
        return items;
    }

    /** The fields of an object that is added to the list. */
    public List<FieldView> getBlank() {
        return of(field.fields(), Map.of(), path + ".", context);
    }

    /** {@code approvals} as {@code approval}, for the button that adds one. */
    public String getSingular() {
        return field.name().replaceAll("s$", "");
    }
}
