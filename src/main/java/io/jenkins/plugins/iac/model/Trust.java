package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a pool is trusted; the order of the constants is the order of trust. */
public enum Trust {
    UNTRUSTED,
    STANDARD,
    PROTECTED,
    BREAKGLASS;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }

    public static Optional<Trust> of(String id) {
        return Arrays.stream(values()).filter(t -> t.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id();
    }
}
