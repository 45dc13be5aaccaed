package io.jenkins.plugins.iac.model;

/**
 * Which stacks something speaks of. A segment may hold {@code *} for any characters; a segment {@code **} stands for any
 * number of segments, none included.
 */
public final class StackPattern {
    private static final String ANY = "**";

    private final String text;
    private final String[] segments;
    /** Whether {@code **} stands anywhere but at the end. */
    private final boolean anywhere;

    /** @param text as written, for example {@code prod/*}{@code /payments-*}; the catalog has checked its form */
    public StackPattern(String text) {
        this.text = text;
        this.segments = text.split("/");
        boolean inner = false;
        for (int i = 0; i < segments.length - 1; i++) {
            inner |= segments[i].equals(ANY);
        }
        this.anywhere = inner;
    }

    /** As written. */
    public String text() {
        return text;
    }

    public boolean matches(StackId stack) {
        return matches(stack.value().split("/"));
    }

    /**
     * Whether it speaks of the stack with this name, in time proportional to pattern times name.
     *
     * @param name the segments of the stack's name
     */
    public boolean matches(String[] name) {
        if (anywhere) {
            return matchesAnywhere(name);
        }
        int last = segments.length - 1;
        boolean open = segments[last].equals(ANY);
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

    /** Segment by segment of the pattern, which beginnings of the name it may have come to: nothing is tried twice. */
    private boolean matchesAnywhere(String[] name) {
        boolean[] reached = new boolean[name.length + 1];
        reached[0] = true;
        for (String segment : segments) {
            boolean[] next = new boolean[name.length + 1];
            if (segment.equals(ANY)) {
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

    @Override
    public boolean equals(Object other) {
        return other instanceof StackPattern pattern && pattern.text.equals(text);
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
