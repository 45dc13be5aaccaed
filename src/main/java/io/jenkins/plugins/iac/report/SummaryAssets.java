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

    /**
     * What the page may do, for the header of whoever serves it: its own style and its own script, by its hash. It needs no
     * origin, so that it may stand in a sandbox.
     */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(
                            Sha256.of(SCRIPT.getBytes(StandardCharsets.UTF_8)).bytes())
            + "'";

    private SummaryAssets() {}

    private static String read(String name) {
        try (InputStream in = SummaryAssets.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
