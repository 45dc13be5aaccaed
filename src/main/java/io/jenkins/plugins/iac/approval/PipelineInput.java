package io.jenkins.plugins.iac.approval;

import io.jenkins.plugins.iac.model.Sha256;

/** The id by which Pipeline's own {@code input} step asks about one plan. */
public final class PipelineInput {
    private static final String PREFIX = "iac-";
    private static final int DIGITS = 16;

    private PipelineInput() {}

    /** {@code iac-} plus the first 16 hex digits of the digest: another plan, another id. */
    public static String id(Sha256 digest) {
        return PREFIX + digest.hex().substring(0, DIGITS);
    }

    /** Whether an {@code input} with this id asks about this plan. */
    public static boolean asksAbout(String inputId, Sha256 digest) {
        return id(digest).equals(inputId);
    }
}
