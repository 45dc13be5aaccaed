package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.model.Environment;

/** Where a host lets votes count of people whom nobody authenticated. */
public enum UnauthenticatedVotes {
    /** Nowhere: the host knows who is logged in. */
    NOWHERE,
    /** In environments that are not protected. */
    UNPROTECTED,
    /** Everywhere, protected environments included. */
    EVERYWHERE;

    boolean countIn(Environment environment) {
        return switch (this) {
            case NOWHERE -> false;
            case UNPROTECTED -> !environment.isProtected();
            case EVERYWHERE -> true;
        };
    }
}
