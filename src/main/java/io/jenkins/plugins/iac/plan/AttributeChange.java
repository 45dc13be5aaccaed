package io.jenkins.plugins.iac.plan;

/**
 * One attribute that changes, fit to be shown: a sensitive value is never in it.
 *
 * @param path as a person writes it: {@code ingress[0].cidr_blocks[1]}
 * @param before JSON text of the value before, shortened; empty where there was none; {@code (sensitive)} where it is
 * @param after JSON text of the value after, shortened; {@code (known after apply)} and {@code (sensitive)} where it is
 */
public record AttributeChange(String path, String before, String after) {
    public static final String SENSITIVE = "(sensitive)";
    public static final String UNKNOWN = "(known after apply)";

    /** The same without secrets; the values may have been cut short in the middle of one. */
    AttributeChange masked(SecretMasker masker) {
        return new AttributeChange(masker.maskCut(path), masker.maskCut(before), masker.maskCut(after));
    }
}
