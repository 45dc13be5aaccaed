package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

/** People write catalogs with docs/catalog.md beside them: its tables say what the validator accepts. */
public class CatalogDocTest {
    private static final java.nio.file.Path DOCUMENT = java.nio.file.Path.of("docs", "catalog.md");

    @Test
    public void tables_ofTheDocument_areTheShapesInTheCode() throws IOException {
        for (Shape shape : shapes()) {
            assertEquals("table of " + shape.name(), String.join("\n", rows(shape)), rowsUnder("## " + shape.name()));
        }
    }

    @Test
    public void words_ofTheDocument_areTheGrammarInTheCode() throws IOException {
        Set<Grammar> used = new LinkedHashSet<>();
        shapes().forEach(s -> s.fields().values().forEach(f -> grammars(f.type(), used)));
        String expected = used.stream()
                .map(g -> "| " + word(g) + " | " + g.expected() + " |")
                .sorted()
                .collect(Collectors.joining("\n"));
        assertEquals(expected, rowsUnder("## Words"));
    }

    @Test
    public void scope_hasTheFieldsOfAStack_butThoseThatTheDocumentNames() {
        Set<String> expected = new TreeSet<>(Shapes.STACK.names());
        expected.removeAll(Set.of("id", "directory", "dependsOn"));
        expected.add("path");
        assertEquals(expected, new TreeSet<>(Shapes.SCOPE.names()));
    }

    private static Set<Shape> shapes() {
        Set<Shape> all = new LinkedHashSet<>();
        collect(Shapes.CATALOG, all);
        return all;
    }

    private static void collect(Shape shape, Set<Shape> all) {
        if (all.add(shape)) {
            shape.fields().values().forEach(field -> collect(field.type(), all));
        }
    }

    private static void collect(Type type, Set<Shape> all) {
        if (type instanceof Type.Record record) {
            collect(record.shape(), all);
        } else if (type instanceof Type.ListOf list) {
            collect(list.item(), all);
        }
    }

    private static void grammars(Type type, Set<Grammar> used) {
        if (type instanceof Type.Text text && text.refersTo() == null) {
            used.add(text.grammar());
        } else if (type instanceof Type.ListOf list) {
            grammars(list.item(), used);
        } else if (type instanceof Type.MapOf map) {
            if (map.words().isEmpty()) {
                used.add(map.key());
            }
            grammars(map.value(), used);
        }
    }

    /** The rows of a shape; those of a scope that are a stack's stand there. */
    private static List<String> rows(Shape shape) {
        List<String> rows = new ArrayList<>();
        for (Shape.Field field : shape.fields().values()) {
            if (shape != Shapes.SCOPE || !Shapes.STACK.names().contains(field.name())) {
                rows.add("| `%s`%s | %s | %s |"
                        .formatted(
                                field.name(), field.required() ? " (needed)" : "", words(field.type()), field.doc()));
            }
        }
        return rows;
    }

    private static String words(Type type) {
        if (type instanceof Type.Text text) {
            return text.refersTo() == null
                    ? word(text.grammar())
                    : "name of " + article(text.refersTo().word());
        }
        if (type instanceof Type.Choice choice) {
            return "`" + String.join("`, `", choice.words()) + "`";
        }
        if (type instanceof Type.Flag) {
            return "`true`, `false`";
        }
        if (type instanceof Type.Whole whole) {
            return whole.least() + " to " + whole.most();
        }
        if (type instanceof Type.Span span) {
            return "time span, " + span(span.least()) + " to " + span(span.most());
        }
        if (type instanceof Type.Moment) {
            return "instant";
        }
        if (type instanceof Type.Clock) {
            return "time of day, `HH:MM`";
        }
        if (type instanceof Type.Zone) {
            return "time zone";
        }
        if (type instanceof Type.Condition) {
            return "[condition](#conditions)";
        }
        if (type instanceof Type.Free) {
            return "any value";
        }
        if (type instanceof Type.Record record) {
            return "[" + record.shape().name() + "](#" + record.shape().name().toLowerCase(Locale.ROOT) + ")";
        }
        if (type instanceof Type.ListOf list) {
            return "list of: " + words(list.item()) + (list.least() > 0 ? "; at least " + list.least() : "");
        }
        Type.MapOf map = (Type.MapOf) type;
        String keys = map.words().isEmpty() ? word(map.key()) : "`" + String.join("`, `", map.words()) + "`";
        return "map from " + keys + " to " + words(map.value());
    }

    private static String article(String noun) {
        return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
    }

    private static String word(Grammar grammar) {
        return grammar.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String rowsUnder(String heading) throws IOException {
        return Files.readString(DOCUMENT)
                .lines()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .collect(Collectors.joining("\n"));
    }

    private static String span(long seconds) {
        return seconds < 60 ? seconds + "s" : seconds < 3_600 ? seconds / 60 + "m" : seconds / 3_600 + "h";
    }
}
