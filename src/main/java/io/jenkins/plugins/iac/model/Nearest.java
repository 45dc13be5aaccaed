package io.jenkins.plugins.iac.model;

import java.util.Collection;
import java.util.Locale;

/** Finds what a misspelt word was probably meant to be. */
public final class Nearest {
    private static final int MAX_LENGTH = 100;

    private Nearest() {}

    /**
     * The candidate with the fewest edits from the word, ignoring case, or null where none is near: at most one edit for
     * each three letters, and at most three.
     */
    public static String of(String word, Collection<String> candidates) {
        if (word.length() > MAX_LENGTH) {
            return null;
        }
        String folded = word.toLowerCase(Locale.ROOT);
        int limit = Math.min(3, word.length() / 3);
        String best = null;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) > limit) {
                continue;
            }
            int distance = distance(folded, candidate.toLowerCase(Locale.ROOT));
            if (distance <= limit) {
                limit = distance - 1;
                best = candidate;
            }
        }
        return best;
    }

    /** Edits (insert, delete, replace, swap of neighbours) between two words. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
