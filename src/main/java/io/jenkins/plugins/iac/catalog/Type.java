package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.List;

/** The type of a field: how it is read ({@link Reader}), and how the JSON Schema describes it ({@link CatalogSchema}). */
sealed interface Type {
    /** Text of a grammar; where it names something else of the document, what. */
    record Text(Grammar grammar, Kind refersTo) implements Type {}

    /** One of some words. */
    record Choice(List<String> words) implements Type {}

    /** {@code true} or {@code false}. */
    record Flag() implements Type {}

    /** A whole number within bounds, both inclusive. */
    record Whole(int least, int most) implements Type {}

    /** A time span such as {@code 15m}; bounds in seconds, both inclusive. */
    record Span(long least, long most) implements Type {}

    /** An instant in UTC or with an offset, as RFC 3339 writes it. */
    record Moment() implements Type {}

    /** A time of day, {@code HH:MM}. */
    record Clock() implements Type {}

    /** A time zone of the tz database. */
    record Zone() implements Type {}

    /** A CEL condition over the facts of a vocabulary; where it is null, the sibling field {@code point} decides. */
    record Condition(Vocabulary vocabulary) implements Type {}

    /** Any value that JSON can express. */
    record Free() implements Type {}

    /** A list; {@code unique} where an item may stand only once. */
    record ListOf(Type item, int least, boolean unique) implements Type {}

    /** A map with keys of a grammar or, where {@code words} is not empty, out of some words. */
    record MapOf(Grammar key, List<String> words, Type value) implements Type {}

    /** An object with fields. */
    record Record(Shape shape) implements Type {}
}
