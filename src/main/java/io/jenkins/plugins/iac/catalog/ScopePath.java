package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.StackPattern;

/**
 * Which stacks a scope speaks of, and how specific it is: of two scopes the one with more literal segments is more specific,
 * then the one with more literal characters.
 *
 * @param literalPrefix the literal segments that it starts with, at most two, by which scopes are found; the whole name only
 *     if nothing else follows
 * @param literalSegments segments without a wildcard
 * @param literalCharacters characters other than {@code *} and {@code /}
 */
record ScopePath(StackPattern pattern, String literalPrefix, int literalSegments, int literalCharacters) {

    static ScopePath of(String text) {
        String[] segments = text.split("/");
        int literal = 0;
        int characters = 0;
        for (String segment : segments) {
            literal += segment.contains("*") ? 0 : 1;
            characters += (int) segment.chars().filter(c -> c != '*').count();
        }
        return new ScopePath(new StackPattern(text), prefix(segments), literal, characters);
    }

    private static String prefix(String[] segments) {
        if (segments[0].contains("*")) {
            return "";
        }
        return segments.length == 1 || segments[1].contains("*") ? segments[0] : segments[0] + "/" + segments[1];
    }

    int compareSpecificity(ScopePath other) {
        int bySegments = Integer.compare(literalSegments, other.literalSegments);
        return bySegments != 0 ? bySegments : Integer.compare(literalCharacters, other.literalCharacters);
    }

    @Override
    public String toString() {
        return pattern.text();
    }
}
