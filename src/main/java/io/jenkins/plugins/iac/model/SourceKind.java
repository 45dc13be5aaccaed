package io.jenkins.plugins.iac.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the code of a run comes from, decided from what was checked out and never from what the code says. */
public enum SourceKind {
    BRANCH,
    PULL_REQUEST,
    FORK_PULL_REQUEST,
    TAG,
    SCHEDULE,
    MANUAL,
    UNKNOWN;

    private final String id = name().toLowerCase(Locale.ROOT);

    public String id() {
        return id;
    }

    /** Whether the code may come from somebody without write access; {@link #UNKNOWN} counts as such. */
    public boolean isUntrusted() {
        return this == FORK_PULL_REQUEST || this == UNKNOWN;
    }

    /** Whether the code is a request that is not merged. */
    public boolean isRequest() {
        return this == PULL_REQUEST || isUntrusted();
    }

    /** The kind spelled so; anything else, {@code null} included, is {@link #UNKNOWN}. */
    public static SourceKind of(String id) {
        return Arrays.stream(values())
                .filter(k -> k.id().equals(id))
                .findFirst()
                .orElse(UNKNOWN);
    }

    public static List<String> ids() {
        return Arrays.stream(values()).map(SourceKind::id).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public String toString() {
        return id();
    }
}
