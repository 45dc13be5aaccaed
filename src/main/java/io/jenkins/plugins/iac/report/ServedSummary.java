package io.jenkins.plugins.iac.report;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The beginning of a review page that a server sends, made anew for each answer: the theme of the page around it, and the
 * word by which the browser knows our style and our script from any other. The script is a file of the server. The page
 * needs no origin, so that it may stand in a sandbox; what it asks the server for it asks for without cookies.
 *
 * @param theme {@code light} or {@code dark}; anything else, null too, leaves it to the reader's system
 * @param script address of {@link #SCRIPT}, which anybody may read
 * @param nonce said once
 */
public record ServedSummary(String theme, String script, String nonce) {
    /** Where on the class path the script is. */
    public static final String SCRIPT = "io/jenkins/plugins/iac/report/summary.js";

    private static final SecureRandom RANDOM = new SecureRandom();

    /** For one answer. */
    public static ServedSummary once(String theme, String script) {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return new ServedSummary(theme, script, Base64.getEncoder().encodeToString(bytes));
    }

    /** What the page may do, for the header {@code Content-Security-Policy}. */
    public String policy() {
        return "default-src 'none'; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce + "'";
    }

    /** What stands in front of {@link SummaryHtml#served}. */
    public String opening() {
        String chosen = "light".equals(theme) || "dark".equals(theme) ? " data-theme=\"" + theme + "\"" : "";
        return SummaryAssets.start(chosen) + "<style nonce=\"" + nonce + "\">\n" + SummaryAssets.STYLE + "</style>\n"
                + "<script nonce=\"" + nonce + "\" src=\"" + Escape.html(script) + "\" defer></script>\n";
    }
}
