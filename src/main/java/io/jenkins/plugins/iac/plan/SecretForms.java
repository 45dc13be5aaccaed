package io.jenkins.plugins.iac.plan;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The texts under which a secret may stand: itself, as it is escaped inside a JSON text (also in Go's way, which escapes
 * {@code <>&}), percent-encoded as in a connection string, and the longer lines of a secret of several lines, since logs
 * put something in front of each line.
 */
final class SecretForms {
    private static final int LINE = 16;

    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        add(forms, secret);
        if (secret.indexOf('\n') >= 0) {
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= LINE && !line.startsWith("-----"))
                    .forEach(line -> add(forms, line));
        }
        return forms;
    }

    private static void add(Set<String> forms, String text) {
        forms.add(text);
        String json = escape(text, false);
        forms.add(json);
        forms.add(escape(text, true));
        // A JSON text inside a JSON text, as a policy document in a plan's log is.
        forms.add(escape(json, false));
        String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        forms.add(url);
        forms.add(url.replace("+", "%20"));
    }

    private static String escape(String text, boolean html) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean escaped = c < ' ' || html && (c == '<' || c == '>' || c == '&');
                    out.append(escaped ? String.format("\\u%04x", (int) c) : String.valueOf(c));
                }
            }
        }
        return out.toString();
    }
}
