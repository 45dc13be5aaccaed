package io.jenkins.plugins.iac.plan.risk;

/**
 * A pattern of resource types in which {@code *} stands for any letters, also none. Matching takes at most pattern times
 * type steps, whatever the two are.
 *
 * @param text for example {@code google_*_iam_member}
 */
record TypePattern(String text) {
    boolean matches(String type) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (at < type.length()) {
            if (in < text.length() && text.charAt(in) == '*') {
                star = in++;
                resume = at;
            } else if (in < text.length() && text.charAt(in) == type.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (in < text.length() && text.charAt(in) == '*') {
            in++;
        }
        return in == text.length();
    }
}
