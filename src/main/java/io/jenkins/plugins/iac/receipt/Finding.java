package io.jenkins.plugins.iac.receipt;

import java.util.Comparator;
import java.util.Objects;

/**
 * Something that a job on this machine could see or use.
 *
 * @param what what it is, in words; never a secret's value
 * @param where name of the variable, path of the file, address
 * @param credential whether it is a standing credential, which a protected pool refuses
 */
public record Finding(Severity severity, String what, String where, boolean credential) {
    /** Worst first, then by place. */
    public static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::where)
            .thenComparing(Finding::what);

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(where, "where");
    }

    static Finding credential(String what, String where) {
        return new Finding(Severity.HIGH, what, where, true);
    }
}
