package io.jenkins.plugins.iac.model;

/**
 * Which stacks something speaks of: as a scope's path, {@code *} stands for any characters of a segment and {@code **} for
 * any number of segments, none included.
 *
 * @param text as written, for example {@code prod/**}
 */
public record StackPattern(String text) {

    public boolean matches(StackId stack) {
        return matches(text.split("/"), 0, stack.value().split("/"), 0);
    }

    /** Both are short: a stack's name has at most sixteen segments. */
    private static boolean matches(String[] pattern, int p, String[] name, int n) {
        if (p == pattern.length) {
            return n == name.length;
        }
        if (pattern[p].equals("**")) {
            for (int skipped = n; skipped <= name.length; skipped++) {
                if (matches(pattern, p + 1, name, skipped)) {
                    return true;
                }
            }
            return false;
        }
        return n < name.length && Glob.matches(pattern[p], name[n]) && matches(pattern, p + 1, name, n + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
