package io.jenkins.plugins.iac.model;

import java.util.regex.Pattern;

/**
 * The name of a change's ticket, as people name it with a request: {@code OPS-12}, {@code CHG0012345}, {@code infra#7}. Nothing in
 * it means anything to a script, a shell or a page. Whether there is such a ticket only a run task can tell.
 */
public final class Ticket {
    /** As a regular expression over the whole text; what a ticket begins with is spelled so, too. */
    public static final String REGEX = "[A-Za-z0-9#][A-Za-z0-9._#/-]{0,99}";

    private static final Pattern GRAMMAR = Pattern.compile(REGEX);
    public static final String EXPECTED =
            "the name of a ticket: letters, digits, '.', '_', '#', '/' and '-', at most 100";

    private Ticket() {}

    /** Whether this text may name a ticket. */
    public static boolean isValid(String text) {
        return text != null && GRAMMAR.matcher(text).matches();
    }

    /** Whether it names a ticket that begins so and does not end there: {@code OPS-12} for {@code OPS-}. */
    public static boolean check(String text, String beginning) {
        return isValid(text) && text.startsWith(beginning) && text.length() > beginning.length();
    }
}
