package io.jenkins.plugins.iac.plan;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The texts under which a secret may stand: itself, as it is escaped inside a JSON text (also in Go's way, which escapes
 * {@code <>&}), percent-encoded as in a connection string, in base64 wherever in the encoded text it begins, each line of a
 * secret of several lines, since logs put something in front of each, and the ways to write a number.
 */
final class SecretForms {
    /** Fewer characters would be found everywhere. */
    static final int LEAST = 6;

    private static final int MOST_PLACES = 400;
    private static final Pattern NUMBER = Pattern.compile("-?([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,4})?)");

    private SecretForms() {}

    /** Whether a text is one of many that stand everywhere: the names of a provider's schema are made like this. */
    static boolean isWord(String text) {
        return text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '_');
    }

    /** Whether it is of ASCII letters, digits and {@code ._*-} only, which are written as they are wherever a text is escaped. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '.' && c != '_' && c != '*' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Whether a text is looked for. */
    static boolean isLong(String text) {
        return text.length() >= LEAST && text.codePointCount(0, text.length()) >= LEAST;
    }

    /** Whether a number, as JSON writes it, has digits enough to be looked for. */
    static boolean isLongNumber(String number) {
        return isLongDigits(number) || numbers(number).stream().anyMatch(SecretForms::isLongDigits);
    }

    private static boolean isLongDigits(String text) {
        return text.chars().filter(c -> c >= '0' && c <= '9').count() >= LEAST;
    }

    /** All forms that are looked for. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        add(forms, secret);
        if (secret.indexOf('\n') >= 0) {
            secret.lines()
                    .map(String::strip)
                    .filter(line -> isLong(line) && !line.startsWith("-----"))
                    .forEach(line -> add(forms, line));
        }
        numbers(secret).stream().filter(SecretForms::isLongDigits).forEach(forms::add);
        forms.removeIf(form -> !isLong(form));
        return forms;
    }

    /** The ways in which a number is written by Terraform (in full), Go and Java; its sign may stand before each. */
    private static Set<String> numbers(String text) {
        // Most texts are no number by their first letter.
        if (text.isEmpty() || text.length() > MOST_PLACES || text.charAt(0) > '9') {
            return Set.of();
        }
        var number = NUMBER.matcher(text);
        if (!number.matches()) {
            return Set.of();
        }
        Set<String> forms = new LinkedHashSet<>();
        forms.add(number.group(1));
        BigDecimal exact = new BigDecimal(number.group(1));
        numbers(exact, forms);
        double nearest = exact.doubleValue();
        if (Double.isFinite(nearest)) {
            // What has gone through a double on its way.
            numbers(BigDecimal.valueOf(nearest), forms);
        }
        return forms;
    }

    private static void numbers(BigDecimal number, Set<String> forms) {
        BigDecimal shortest = number.stripTrailingZeros();
        if (shortest.signum() == 0 || Math.abs(shortest.scale()) > MOST_PLACES) {
            return;
        }
        forms.add(shortest.toPlainString());
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String one = digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "");
        forms.add(one + String.format(Locale.ROOT, "e%+03d", exponent));
        forms.add(one + "e" + exponent);
        forms.add(one + "E" + exponent);
        forms.add(one + (exponent < 0 ? "E" : "E+") + exponent);
    }

    private static void add(Set<String> forms, String text) {
        forms.add(text);
        if (!isPlain(text)) {
            String json = escape(text, false);
            forms.add(json);
            forms.add(escape(text, true));
            // A JSON text inside a JSON text, as a policy document in a plan's log is.
            forms.add(escape(json, false));
            String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
            forms.add(url);
            forms.add(url.replace("+", "%20"));
        }
        base64(forms, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What of it stands in the base64 of any text around it, which depends on where in there it begins. */
    private static void base64(Set<String> forms, byte[] bytes) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            String text = Base64.getEncoder().encodeToString(shifted).substring(from, to);
            forms.add(text);
            forms.add(text.replace('+', '-').replace('/', '_'));
        }
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
                    out.append(escaped ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
                }
            }
        }
        return out.toString();
    }
}
