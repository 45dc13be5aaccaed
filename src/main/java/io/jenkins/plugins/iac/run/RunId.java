package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.IacException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names of runs: the time to the second (UTC) and 32 random bits, so that they sort by time and are easy to say.
 * {@code 20261121-103012-4f2a9c01}.
 */
public final class RunId {
    private static final Pattern GRAMMAR = Pattern.compile("[0-9]{8}-[0-9]{6}-[0-9a-f]{8}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private RunId() {}

    /** A new name. */
    public static String create(Instant now) {
        byte[] random = new byte[4];
        RANDOM.nextBytes(random);
        return TIME.format(now) + "-" + HexFormat.of().formatHex(random);
    }

    /** Whether the text is a run's name. */
    public static boolean isOne(String text) {
        return text != null && GRAMMAR.matcher(text).matches();
    }

    /**
     * The text, if it is a run's name; it becomes part of paths.
     *
     * @throws IacException of kind BAD_INPUT otherwise
     */
    public static String check(String text) {
        if (!isOne(text)) {
            throw IacException.badInput(
                    "looking for a run",
                    "",
                    String.valueOf(text),
                    "a run's name such as 20261121-103012-4f2a9c01",
                    "list the runs and copy the name of one");
        }
        return text;
    }
}
