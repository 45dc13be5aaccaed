package io.jenkins.plugins.iac.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a condition apart into the parts that {@code &&}, {@code ||} and {@code !(...)} put together: whoever knows what each
 * of them says knows what the condition says. Where that is not certain the condition itself is the one part.
 */
public final class Atoms {
    /** What could make a part mean something else than it means in the whole: comments, escapes, choices, long literals. */
    private static final List<String> NOT_PLAIN = List.of("?", "\\", "//", "'''", "\"\"\"");

    private Atoms() {}

    /** The parts, each a condition of its own. */
    public static List<Expression> of(Expression whole) {
        if (NOT_PLAIN.stream().anyMatch(whole.text()::contains)) {
            return List.of(whole);
        }
        List<String> texts = new ArrayList<>();
        split(whole.text(), texts);
        List<Expression> parts = new ArrayList<>();
        for (String text : texts) {
            Compilation compilation = Expression.compile(text, whole.vocabulary());
            if (!compilation.isOk()) {
                return List.of(whole);
            }
            parts.add(compilation.expression());
        }
        return List.copyOf(parts);
    }

    private static void split(String text, List<String> into) {
        String part = text.strip();
        String inner = inner(part.startsWith("!") ? part.substring(1).strip() : part);
        if (inner != null) {
            split(inner, into);
            return;
        }
        int start = 0;
        int depth = 0;
        boolean several = false;
        for (int at = 0; at < part.length(); at++) {
            char c = part.charAt(at);
            if (c == '\'' || c == '"') {
                at = part.indexOf(c, at + 1);
                if (at < 0) {
                    break;
                }
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth--;
            } else if (depth == 0 && (part.startsWith("&&", at) || part.startsWith("||", at))) {
                split(part.substring(start, at), into);
                several = true;
                start = at + 2;
                at++;
            }
        }
        if (several) {
            split(part.substring(start), into);
        } else {
            into.add(part);
        }
    }

    /** What stands in parentheses that hold all of the text, or null. */
    private static String inner(String text) {
        if (!text.startsWith("(")) {
            return null;
        }
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\'' || c == '"') {
                at = text.indexOf(c, at + 1);
                if (at < 0) {
                    return null;
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return at == text.length() - 1 ? text.substring(1, at) : null;
            }
        }
        return null;
    }
}
