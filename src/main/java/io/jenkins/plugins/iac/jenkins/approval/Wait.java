package io.jenkins.plugins.iac.jenkins.approval;

import hudson.util.FormValidation;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a step waits, as people write it: {@code 90s}, {@code 30m}, {@code 8h}, {@code 2d}. */
public final class Wait {
    private static final Pattern GRAMMAR = Pattern.compile("([1-9][0-9]{0,5})([smhd])");
    static final String EXPECTED = "a number and s, m, h or d, for example 8h";

    private Wait() {}

    /**
     * Reads it.
     *
     * @return null for a blank text
     * @throws IllegalArgumentException if it is neither blank nor a time
     */
    public static Duration parse(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Matcher matcher = GRAMMAR.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected " + EXPECTED + ", found '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** What a form says of it. */
    public static FormValidation check(String text) {
        try {
            parse(text);
            return FormValidation.ok();
        } catch (IllegalArgumentException e) {
            return FormValidation.error(e.getMessage());
        }
    }
}
