package io.jenkins.plugins.iac.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** A checked document as plain maps, lists, texts, numbers and truth values, typed by the table of fields. */
final class Export {
    private Export() {}

    static Map<String, Object> record(Shape shape, Tree.Mapping tree) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (Shape.Field field : shape.fields().values()) {
            Tree value = tree.get(field.name());
            boolean absent = value == null || value instanceof Tree.Scalar scalar && scalar.isNull();
            if (!absent) {
                result.put(field.name(), value(field.type(), value));
            }
        }
        return result;
    }

    /** Block style; a text that would read as a number, a truth value or nothing is quoted. */
    static String yaml(Map<String, Object> plain) {
        return seen(options -> new Yaml(new QuotingRepresenter(options), options).dump(plain));
    }

    /** A document in block style; where there is in it what nobody sees, all that is not ASCII is written as escapes. */
    static String seen(Function<DumperOptions, String> dump) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        String text = dump.apply(options);
        if (SeenText.first(text).isEmpty()) {
            return text;
        }
        options.setAllowUnicode(false);
        return dump.apply(options);
    }

    private static final class QuotingRepresenter extends Representer {
        QuotingRepresenter(DumperOptions options) {
            super(options);
            representers.put(String.class, data -> {
                Tree.Scalar plain = new Tree.Scalar((String) data, Tree.Style.PLAIN, 0, 0);
                boolean same = data.equals(FreeValue.read(plain));
                return representScalar(
                        Tag.STR,
                        (String) data,
                        same ? DumperOptions.ScalarStyle.PLAIN : DumperOptions.ScalarStyle.DOUBLE_QUOTED);
            });
        }
    }

    private static Object value(Type type, Tree tree) {
        if (type instanceof Type.Record record) {
            return record(record.shape(), (Tree.Mapping) tree);
        }
        if (type instanceof Type.ListOf list) {
            List<Object> items = new ArrayList<>();
            ((Tree.Sequence) tree).items().forEach(item -> items.add(value(list.item(), item)));
            return items;
        }
        if (type instanceof Type.MapOf map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            ((Tree.Mapping) tree).entries().forEach(e -> entries.put(e.key().text(), value(map.value(), e.value())));
            return entries;
        }
        if (type instanceof Type.Free) {
            return FreeValue.read(tree);
        }
        String text = ((Tree.Scalar) tree).text();
        if (type instanceof Type.Flag) {
            return Boolean.valueOf(text);
        }
        return type instanceof Type.Whole ? (Object) Integer.valueOf(text) : text;
    }
}
