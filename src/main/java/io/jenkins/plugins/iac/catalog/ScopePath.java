package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Glob;
import io.jenkins.plugins.iac.model.StackId;

/**
 * Which stacks a scope speaks of. A segment may hold {@code *} for any characters; a segment {@code **} stands for any
 * number of segments, none included. Of two scopes the one with more literal segments is more specific, then the one with
 * more literal characters.
 *
 * @param text as written, for example {@code prod/*}{@code /payments-*}
 * @param literalSegments segments without a wildcard
 * @param literalCharacters characters other than {@code *} and {@code /}
 */
record ScopePath(String text, String[] segments, int literalSegments, int literalCharacters) {

    static ScopePath of(String text) {
        String[] segments = text.split("/");
        int literal = 0;
        int characters = 0;
        for (String segment : segments) {
            literal += segment.contains("*") ? 0 : 1;
            characters += (int) segment.chars().filter(c -> c != '*').count();
        }
        return new ScopePath(text, segments, literal, characters);
    }

    /** Whether the pattern has {@code **} only as whole segments. */
    boolean isWellFormed() {
        for (String segment : segments) {
            if (segment.contains("**") && !segment.equals("**")) {
                return false;
            }
        }
        return true;
    }

    /**
     * The literal segments that the pattern starts with, at most two, by which scopes are found; the whole name only if
     * nothing else follows.
     */
    String literalPrefix() {
        if (segments[0].contains("*")) {
            return "";
        }
        return segments.length == 1 || segments[1].contains("*") ? segments[0] : segments[0] + "/" + segments[1];
    }

    boolean matches(StackId id) {
        return matches(id.value().split("/"));
    }

    boolean matches(String[] name) {
        int last = segments.length - 1;
        boolean open = segments[last].equals("**");
        for (int i = 0; i < last; i++) {
            if (segments[i].equals("**")) {
                return matchesAnywhere(name);
            }
        }
        int fixed = open ? last : segments.length;
        if (open ? name.length < fixed : name.length != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!Glob.matches(segments[i], name[i])) {
                return false;
            }
        }
        return true;
    }

    /** In time proportional to pattern times name, however many {@code **} there are. */
    private boolean matchesAnywhere(String[] name) {
        boolean[] reached = new boolean[name.length + 1];
        reached[0] = true;
        for (String segment : segments) {
            boolean[] next = new boolean[name.length + 1];
            if (segment.equals("**")) {
                boolean any = false;
                for (int i = 0; i <= name.length; i++) {
                    any |= reached[i];
                    next[i] = any;
                }
            } else {
                for (int i = 0; i < name.length; i++) {
                    next[i + 1] = reached[i] && Glob.matches(segment, name[i]);
                }
            }
            reached = next;
        }
        return reached[name.length];
    }

    int compareSpecificity(ScopePath other) {
        int bySegments = Integer.compare(literalSegments, other.literalSegments);
        return bySegments != 0 ? bySegments : Integer.compare(literalCharacters, other.literalCharacters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScopePath path && path.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
