package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.report.DecisionText;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command prints. What it prints is made harmless on the way, see {@link SafeStream}.
 *
 * @param out results: text for people, or one JSON document
 * @param err messages and progress
 * @param colour whether escape sequences are welcome
 */
public record Terminal(PrintStream out, PrintStream err, boolean colour) implements DecisionText.Paint {
    public Terminal {
        out = SafeStream.of(out, colour);
        err = SafeStream.of(err, colour);
    }

    /** Colour on a terminal, unless NO_COLOR or TERM=dumb say otherwise (https://no-color.org). */
    static boolean wantsColour(Map<String, String> environment) {
        return System.console() != null
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(environment.get("TERM"));
    }

    String bold(String text) {
        return style("1", text);
    }

    @Override
    public String good(String text) {
        return style("32", text);
    }

    @Override
    public String bad(String text) {
        return style("31", text);
    }

    @Override
    public String warn(String text) {
        return style("33", text);
    }

    @Override
    public String dim(String text) {
        return style("2", text);
    }

    private String style(String code, String text) {
        return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
