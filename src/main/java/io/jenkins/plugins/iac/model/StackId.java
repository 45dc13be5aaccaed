package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * The name of a stack: one to sixteen segments joined by {@code /}, each of letters, digits, {@code .}, {@code _} and
 * {@code -}, starting with a letter or digit; at most 200 characters. The grammar keeps shell metacharacters,
 * {@code ..}, options and control characters out of every path, argument and token subject that is built from it.
 *
 * @param value the name, for example {@code prod/eu-west-1/payments-db}
 */
public record StackId(String value) implements Comparable<StackId> {
    private static final int LONGEST = 200;
    private static final int MOST_SEGMENTS = 16;

    public static final String EXPECTED =
            "segments of letters, digits, '.', '_' and '-' joined by '/', each starting with a letter or digit";

    public StackId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", found " + value);
        }
    }

    /** Whether this text is a stack's name. */
    public static boolean isValid(String text) {
        return text != null && text.length() <= LONGEST && Segments.are(text, MOST_SEGMENTS);
    }

    /** The segments from the root down. */
    public List<String> segments() {
        return List.of(value.split("/"));
    }

    @Override
    public int compareTo(StackId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
