package io.jenkins.plugins.iac.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds errors in what a tool prints for people, for the commands that have no other output in every supported version:
 * {@code Error: summary}, then the detail, framed or not.
 */
final class TextDiagnostics {
    private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
    private static final String FRAME = "╷│╵";

    private TextDiagnostics() {}

    static List<ToolDiagnostic> errors(String text) {
        List<ToolDiagnostic> errors = new ArrayList<>();
        String summary = null;
        StringBuilder detail = new StringBuilder();
        for (String raw : ANSI.matcher(text).replaceAll("").split("\n", -1)) {
            String line = unframe(raw);
            boolean starts = line.startsWith("Error: ") || line.startsWith("Warning: ");
            if (summary != null && (starts || raw.startsWith("╵"))) {
                errors.add(error(summary, detail));
                summary = null;
            }
            if (line.startsWith("Error: ")) {
                summary = line.substring("Error: ".length());
                detail.setLength(0);
            } else if (summary != null) {
                detail.append(line).append('\n');
            }
        }
        if (summary != null) {
            errors.add(error(summary, detail));
        }
        return errors;
    }

    /** The first line that says something, for programs that fail without an {@code Error:}. */
    static String firstLine(String text) {
        return ANSI.matcher(text)
                .replaceAll("")
                .lines()
                .map(TextDiagnostics::unframe)
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }

    private static ToolDiagnostic error(String summary, StringBuilder detail) {
        return new ToolDiagnostic("error", summary, detail.toString().strip(), "", "", 0);
    }

    private static String unframe(String line) {
        String text = line;
        while (!text.isEmpty() && FRAME.indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1);
        }
        return text.strip();
    }
}
