package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The style and the one script of {@link SummaryHtml}, and the policy that allows them and nothing else. */
final class SummaryAssets {
    static final String STYLE = read("summary.css");

    /** The search. Without it the page is whole. */
    static final String SCRIPT = read("summary.js");

    /** What the file may do: its own style and its own script, by its hash. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(
                            Sha256.of(SCRIPT.getBytes(StandardCharsets.UTF_8)).bytes())
            + "'";

    /** What stands in front of the title, whoever opens the file. */
    static final String OPENING = start("") + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY
            + "\">\n<style>\n" + STYLE + "</style>\n";

    private SummaryAssets() {}

    /** The first lines of a page. The scheme of colours is also for where no style may stand. */
    static String start(String attributes) {
        return "<!DOCTYPE html>\n<html lang=\"en\"" + attributes + ">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n";
    }

    private static String read(String name) {
        try (InputStream in = SummaryAssets.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
