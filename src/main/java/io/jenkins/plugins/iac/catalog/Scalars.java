package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads single values by the type of their field; quotes do not matter, the field decides. */
final class Scalars {
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,5})h)?(?:(\\d{1,5})m)?(?:(\\d{1,6})s)?");
    private static final Pattern CLOCK = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)");
    /** No zero in front: {@code 010} is ten to some readers of YAML and eight to others. */
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,8})");

    private static final int MAX_REMEMBERED = 1_000;

    private final Findings findings;
    private final Map<Grammar, Set<String>> matched = new EnumMap<>(Grammar.class);

    Scalars(Findings findings) {
        this.findings = findings;
    }

    /** The value, or null after an error. */
    Object read(Type type, Tree.Scalar scalar, Path path) {
        String text = scalar.text();
        Object value = scalar.isNull() ? null : parse(type, text);
        if (value == null) {
            String nearest = type instanceof Type.Choice choice ? Nearest.of(text, choice.words()) : null;
            String next = nearest == null ? "" : "did you mean " + nearest + "?";
            findings.error(scalar, path, Reader.kindOf(scalar), expected(type), next);
        } else if (type instanceof Type.Text && SeenText.refuses(scalar, path, findings)) {
            return null;
        }
        return value;
    }

    private Object parse(Type type, String text) {
        if (type instanceof Type.Text shape) {
            return matches(shape.grammar(), text) ? text : null;
        }
        if (type instanceof Type.Choice choice) {
            return choice.words().contains(text) ? text : null;
        }
        if (type instanceof Type.Flag) {
            return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        }
        if (type instanceof Type.Whole whole) {
            if (!WHOLE.matcher(text).matches()) {
                return null;
            }
            int number = Integer.parseInt(text);
            return number >= whole.least() && number <= whole.most() ? number : null;
        }
        if (type instanceof Type.Span span) {
            Duration duration = span(text);
            return duration != null && duration.toSeconds() >= span.least() && duration.toSeconds() <= span.most()
                    ? duration
                    : null;
        }
        try {
            if (type instanceof Type.Moment) {
                return moment(text);
            }
            if (type instanceof Type.Clock) {
                return CLOCK.matcher(text).matches() ? LocalTime.parse(text) : null;
            }
            return text.isEmpty() ? null : ZoneId.of(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A large catalog says the same few names again and again; what matched once need not be matched again. */
    boolean matches(Grammar grammar, String text) {
        Set<String> known = matched.computeIfAbsent(grammar, k -> new HashSet<>());
        if (known.contains(text)) {
            return true;
        }
        boolean matches = grammar.matches(text);
        if (matches && known.size() < MAX_REMEMBERED) {
            known.add(text);
        }
        return matches;
    }

    /** A span such as {@code 15m}, {@code 24h} or {@code 1h30m}; null where it is none. */
    static Duration span(String text) {
        Matcher parts = SPAN.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            return null;
        }
        return Duration.ofDays(part(parts, 1))
                .plusHours(part(parts, 2))
                .plusMinutes(part(parts, 3))
                .plusSeconds(part(parts, 4));
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /** @throws DateTimeException if it is none */
    static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** What a field of this type wants, as a person reads it. */
    static String expected(Type type) {
        if (type instanceof Type.Text text) {
            return text.refersTo() == null
                    ? text.grammar().expected()
                    : "the name of " + Findings.a(text.refersTo().word()) + ": "
                            + text.grammar().expected();
        }
        if (type instanceof Type.Choice choice) {
            return "one of " + String.join(", ", choice.words());
        }
        if (type instanceof Type.Flag) {
            return "true or false";
        }
        if (type instanceof Type.Whole whole) {
            return "a whole number from " + whole.least() + " to " + whole.most();
        }
        if (type instanceof Type.Span span) {
            return "a time span such as 15m or 24h, from " + bound(span.least()) + " to " + bound(span.most());
        }
        if (type instanceof Type.Moment) {
            return "a date and time such as 2026-12-24T00:00:00Z";
        }
        if (type instanceof Type.Clock) {
            return "a time of day such as 08:00, in quotes";
        }
        if (type instanceof Type.Zone) {
            return "a time zone such as Europe/Berlin or UTC";
        }
        return "a value";
    }

    private static String bound(long seconds) {
        return seconds < 60 ? seconds + "s" : seconds < 3_600 ? seconds / 60 + "m" : seconds / 3_600 + "h";
    }
}
