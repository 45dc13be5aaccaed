package io.jenkins.plugins.iac.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A document before anything is known about its meaning: what YAML, JSON, JCasC and forms have in common. Lines and columns
 * count from 1; 0 means that the origin has no positions.
 */
public sealed interface Tree {
    int line();

    int column();

    /**
     * A text, number, truth value or nothing.
     *
     * @param text the characters as written, without quotes
     * @param style how it was written
     */
    record Scalar(String text, Style style, int line, int column) implements Tree {
        boolean isNull() {
            return style == Style.PLAIN && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }
    }

    /** How a scalar was written: only without quotes may {@code 3} be a number and {@code ~} nothing. */
    enum Style {
        PLAIN,
        QUOTED,
        /** Lines after {@code |}. */
        LITERAL,
        /** Lines after {@code >}. */
        FOLDED
    }

    /** Items in order. */
    record Sequence(List<Tree> items, int line, int column) implements Tree {}

    /** Entries in order; keys are unique. */
    record Mapping(List<Entry> entries, int line, int column) implements Tree {
        /** The value of a key, or null. */
        Tree get(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }
    }

    /** One entry of a mapping. */
    record Entry(Scalar key, Tree value) {}

    /**
     * A tree from plain maps, lists, texts, numbers and truth values, without positions.
     *
     * @throws IllegalArgumentException if there is anything else in it
     */
    static Tree of(Object value) {
        if (value == null) {
            return new Scalar("", Style.PLAIN, 0, 0);
        }
        if (value instanceof Map<?, ?> map) {
            List<Entry> entries = new ArrayList<>(map.size());
            map.forEach((key, item) ->
                    entries.add(new Entry(new Scalar(String.valueOf(key), Style.PLAIN, 0, 0), of(item))));
            return new Mapping(entries, 0, 0);
        }
        if (value instanceof Iterable<?> list) {
            List<Tree> items = new ArrayList<>();
            list.forEach(item -> items.add(of(item)));
            return new Sequence(items, 0, 0);
        }
        if (value instanceof CharSequence text) {
            return new Scalar(text.toString(), Style.QUOTED, 0, 0);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return new Scalar(value.toString(), Style.PLAIN, 0, 0);
        }
        throw new IllegalArgumentException("expected maps, lists, texts, numbers and truth values, found "
                + value.getClass().getName());
    }
}
