package io.jenkins.plugins.iac.catalog;

import java.util.List;

/**
 * A field of the document as a host needs it to draw a form: the public view of the one table of fields, so that a form
 * cannot know other fields than the validator does.
 *
 * @param name name in the document
 * @param input what a person enters
 * @param required whether the object around it is wrong without it
 * @param doc what it is for, one sentence
 * @param expected what a value looks like, as error messages say it; empty for objects
 * @param words the only words allowed, or empty
 * @param refersTo the section whose names are allowed ({@code teams}, {@code pools}, ...), or null
 * @param fields the fields of an object or of the objects of a list; empty otherwise
 */
public record DocumentField(
        String name,
        Input input,
        boolean required,
        String doc,
        String expected,
        List<String> words,
        String refersTo,
        List<DocumentField> fields) {

    /** What a person enters. */
    public enum Input {
        /** One line of text. */
        TEXT,
        /** A CEL condition. */
        CONDITION,
        /** One of the words. */
        CHOICE,
        /** Yes, no, or nothing said. */
        FLAG,
        /** A whole number. */
        NUMBER,
        /** A list of texts. */
        TEXTS,
        /** Any of the words. */
        CHOICES,
        /** Names with values. */
        ENTRIES,
        /** One object. */
        OBJECT,
        /** A list of objects. */
        OBJECTS
    }

    public DocumentField {
        words = List.copyOf(words);
        fields = List.copyOf(fields);
    }

    /** The sections of the document, each a list of objects, in the order in which they are written. */
    public static List<DocumentField> sections() {
        return Shapes.CATALOG.fields().values().stream().map(DocumentField::of).toList();
    }

    /** The field whose value names an object of this section: {@code name}, {@code path} or {@code id}. */
    public String key() {
        return fields.isEmpty() ? null : fields.get(0).name();
    }

    private static DocumentField of(Shape.Field field) {
        Type type = field.type();
        Type item = type instanceof Type.ListOf list ? list.item() : type;
        List<DocumentField> inner = item instanceof Type.Record record
                ? record.shape().fields().values().stream()
                        .map(DocumentField::of)
                        .toList()
                : List.of();
        return new DocumentField(
                field.name(),
                input(type),
                field.required(),
                field.doc(),
                expected(item),
                words(item),
                item instanceof Type.Text text && text.refersTo() != null ? section(text.refersTo()) : null,
                inner);
    }

    private static Input input(Type type) {
        if (type instanceof Type.ListOf list) {
            return list.item() instanceof Type.Record
                    ? Input.OBJECTS
                    : list.item() instanceof Type.Choice ? Input.CHOICES : Input.TEXTS;
        }
        if (type instanceof Type.Record) {
            return Input.OBJECT;
        }
        if (type instanceof Type.MapOf || type instanceof Type.Free) {
            return Input.ENTRIES;
        }
        if (type instanceof Type.Condition) {
            return Input.CONDITION;
        }
        if (type instanceof Type.Choice) {
            return Input.CHOICE;
        }
        if (type instanceof Type.Flag) {
            return Input.FLAG;
        }
        return type instanceof Type.Whole ? Input.NUMBER : Input.TEXT;
    }

    private static String expected(Type type) {
        if (type instanceof Type.MapOf) {
            return "lines of name: value, as in YAML";
        }
        boolean said = type instanceof Type.Record || type instanceof Type.Free || type instanceof Type.Condition;
        return said ? "" : Scalars.expected(type);
    }

    private static List<String> words(Type type) {
        return type instanceof Type.Choice choice ? choice.words() : List.of();
    }

    private static String section(Kind kind) {
        return switch (kind) {
            case IDENTITY -> "identities";
            case RUN_TASK -> "runTasks";
            default -> kind.word() + "s";
        };
    }
}
