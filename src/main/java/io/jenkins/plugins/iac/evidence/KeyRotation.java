package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.crypto.KeyRing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Retires the key that signs a log's records and makes a new one. What the old one signed goes on to verify. */
public final class KeyRotation {
    /** Clocks differ by that much. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private KeyRotation() {}

    /**
     * To be called while nobody seals: one at work would go on to sign with the key that is retired. Reads the whole log.
     *
     * @return what people are to know of a clock that is or was wrong; empty where the times agree
     * @throws IOException if the new key cannot be kept; the old one signs on then
     */
    public static Optional<String> rotate(Path log, KeyRing keys, InstantSource clock) throws IOException {
        Instant last = new Audit(log, keys.publicKeys())
                .lastSealed(keys.current().publicKey().keyid())
                .orElse(Instant.MIN);
        Instant now = clock.instant();
        keys.rotate(last);
        return last.isAfter(now.plus(TOLERANCE))
                ? Optional.of("the last record that the retired key signed is of " + last
                        + ", and the clock of this machine says " + now
                        + ": the set of keys lets it have signed until then; if the clock is wrong, set it right")
                : Optional.empty();
    }
}
