package io.jenkins.plugins.iac.drift;

import java.util.Locale;

/** What kind of drift something is, from harmless to grave. */
public enum DriftClass {
    /** The provider says the same in other words: order of a set, an empty value for none, a time of its own. */
    PROVIDER_NOISE("the provider says the same in other words; nothing to do"),
    /** The cloud filled in what nobody had set. */
    CLOUD_DEFAULT_CHANGE(
            "the cloud set what the state had empty; write it into the code, or ignore the attribute there"),
    /** It was changed while the catalog says that people work by hand. */
    EXPECTED_EMERGENCY_CHANGE("changed during a declared emergency; bring it into the code before the emergency ends"),
    /** It is gone. */
    DELETED("it was deleted; plan to make it again, or remove it from the code"),
    /** It concerns who may do what, or who may reach what. */
    SECURITY_SENSITIVE("it concerns access; find out who changed it, then plan to put it back"),
    /** Everything else: somebody changed it past the code. */
    UNAUTHORISED_MUTATION("somebody changed it past the code; plan to put it back, or bring the change into the code");

    private final String meaning;

    DriftClass(String meaning) {
        this.meaning = meaning;
    }

    /** The spelling in JSON: {@code unauthorised_mutation}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means and what to do next. */
    public String meaning() {
        return meaning;
    }
}
