package io.jenkins.plugins.iac.scan;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a scan may refuse. The id of a rule ({@code scan.provisioner}) is stable: reports and policies name it. */
public enum ScanRule {
    /** A file that cannot be read as configuration, or not within the limits. Always on. */
    SYNTAX,
    /** {@code .tf.json}, override, test, query, migration and {@code .tofu} files. */
    FILE_KIND,
    /** A {@code backend}, {@code cloud} or {@code state_store} that is not the catalog's. */
    BACKEND,
    /** A provider outside the allow-list, named, implied by a type, or called as a function. */
    PROVIDER,
    /** A module source outside the allow-list or the checkout. */
    MODULE,
    /** A provisioner of any kind, wherever it stands. */
    PROVISIONER,
    /** A data source, resource or ephemeral resource that executes, reads the machine or talks to the network. */
    DATA_SOURCE,
    /** A function that reads a file out of the tree or by a computed name, or renders a computed template. */
    FUNCTION,
    /** A provider setting that executes a program or reads a file of the machine. */
    PROVIDER_SETTING,
    /** {@code experiments}, {@code provider_meta}, {@code encryption} and other rare settings of a {@code terraform} block. */
    TERRAFORM_SETTING,
    /** A block that is not known here. */
    BLOCK;

    /** All of them: code from somebody without write access. */
    public static final Set<ScanRule> UNTRUSTED = Set.copyOf(EnumSet.allOf(ScanRule.class));

    /** Where state goes and what is downloaded: trusted code that gets a credential. */
    public static final Set<ScanRule> TRUSTED = Set.of(SYNTAX, BACKEND, PROVIDER, MODULE);

    public String id() {
        return "scan." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
