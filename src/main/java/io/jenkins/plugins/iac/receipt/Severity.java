package io.jenkins.plugins.iac.receipt;

import java.util.Locale;

/** How bad a finding is; the order of the constants is worst first. */
public enum Severity {
    /** A standing credential, or a way to take over the machine. */
    HIGH,
    /** Something that may be one, or a way to somebody else's identity. */
    MEDIUM,
    /** Worth knowing. */
    LOW;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
