package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.report.Escape;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text on its way to a terminal or a log, with nothing in it that either would obey or that is not seen: names of resources,
 * messages of the tool and people's comments come from strangers. In a JSON document the escapes are JSON's own. Bytes that
 * are written as bytes pass.
 */
final class SafeStream extends PrintStream {
    /** The styles of {@link Terminal}. */
    private static final Pattern STYLE = Pattern.compile("\033\\[(?:0|1|2|31|32|33)m");

    private final boolean colour;

    private SafeStream(PrintStream out, boolean colour) {
        super(out, true, StandardCharsets.UTF_8);
        this.colour = colour;
    }

    static PrintStream of(PrintStream out, boolean colour) {
        return out instanceof SafeStream ? out : new SafeStream(out, colour);
    }

    @Override
    public void print(String text) {
        super.print(text == null || !colour ? Escape.lines(String.valueOf(text)) : styled(text));
    }

    private static String styled(String text) {
        StringBuilder safe = new StringBuilder();
        Matcher style = STYLE.matcher(text);
        int from = 0;
        while (style.find()) {
            safe.append(Escape.lines(text.substring(from, style.start()))).append(style.group());
            from = style.end();
        }
        return safe.append(Escape.lines(text.substring(from))).toString();
    }
}
