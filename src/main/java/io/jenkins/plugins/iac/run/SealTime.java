package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.evidence.Predicate;
import java.time.Instant;

/**
 * When something is sealed. A clock that is behind the making of the key is wrong now or was it then, and no verifier would take
 * its word for it: then it is the time of the key, and the evidence says what the clock said.
 *
 * @param told what the clock said
 * @param at what the evidence says
 */
record SealTime(Instant told, Instant at) {
    static SealTime of(RunServices services) {
        Instant told = services.clock().instant();
        Instant made = services.keys().current().publicKey().created();
        return new SealTime(told, told.isBefore(made) ? made : told);
    }

    /** Says so in the evidence where the clock is known to be wrong. */
    void note(Predicate predicate) {
        if (at.isAfter(told)) {
            predicate.incident(
                    "the clock of the host was wrong, now or when the key that signs this was made: it said " + told
                            + ", the key is of " + at,
                    at);
        }
    }
}
