package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.json.JsonTape;
import io.jenkins.plugins.iac.model.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Paths into a value, written as in Terraform's language: {@code ebs[0].tags["a b"]}. */
final class AttributePath {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,199}");
    private static final int MAX_PATHS = 20;
    private static final int MAX_LENGTH = 300;

    private AttributePath() {}

    /** The paths of {@code replace_paths}, a few of them. */
    static List<String> all(JsonTape tape, int paths) {
        List<String> found = new ArrayList<>();
        if (paths < 0 || tape.kind(paths) != JsonTape.ARRAY) {
            return found;
        }
        for (int path = paths + 1; path < tape.after(paths) && found.size() < MAX_PATHS; path = tape.after(path)) {
            found.add(of(tape, path));
        }
        return found;
    }

    private static String of(JsonTape tape, int path) {
        if (!tape.isContainer(path)) {
            return tape.string(path);
        }
        StringBuilder text = new StringBuilder();
        for (int step = path + 1; step < tape.after(path) && text.length() < MAX_LENGTH; step = tape.after(step)) {
            if (tape.kind(step) == JsonTape.NUMBER) {
                index(text, tape.string(step));
            } else {
                name(text, tape.isContainer(step) ? "?" : tape.string(step));
            }
        }
        return text.length() > MAX_LENGTH ? Cut.start(text.toString(), MAX_LENGTH) + "..." : text.toString();
    }

    static void index(StringBuilder path, String number) {
        path.append('[').append(number).append(']');
    }

    static void name(StringBuilder path, String name) {
        if (IDENTIFIER.matcher(name).matches()) {
            path.append(path.length() == 0 ? "" : ".").append(name);
        } else {
            path.append("[\"")
                    .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\"]");
        }
    }
}
