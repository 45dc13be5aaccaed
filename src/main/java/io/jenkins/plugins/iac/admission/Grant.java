package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Pool;

/**
 * What the catalog grants a stack for an operation, whatever the time and whoever asks.
 *
 * @param pool the pool, or null where none may take it
 * @param identity the identity, or null where there is none
 */
public record Grant(Pool pool, Identity identity) {
    static final Grant NOTHING = new Grant(null, null);
}
