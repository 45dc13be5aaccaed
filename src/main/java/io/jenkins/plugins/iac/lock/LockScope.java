package io.jenkins.plugins.iac.lock;

import io.jenkins.plugins.iac.model.StackId;
import java.util.Locale;
import java.util.Objects;

/**
 * What a lock or a freeze covers. Its text form is {@code global}, {@code environment:prod} or {@code stack:prod/db}.
 *
 * @param name environment or stack; empty for {@link Level#GLOBAL}
 */
public record LockScope(Level level, String name) {
    /** From wide to narrow: what is held on a wider level comes first. */
    public enum Level {
        GLOBAL,
        ENVIRONMENT,
        STACK
    }

    private static final LockScope GLOBAL = new LockScope(Level.GLOBAL, "");

    public LockScope {
        Objects.requireNonNull(level, "level");
        if ((level == Level.GLOBAL) != name.isEmpty() || level == Level.STACK && !StackId.isValid(name)) {
            throw new IllegalArgumentException("no scope of a lock: " + level + " " + name);
        }
    }

    public static LockScope global() {
        return GLOBAL;
    }

    public static LockScope environment(String name) {
        return new LockScope(Level.ENVIRONMENT, name);
    }

    public static LockScope stack(StackId stack) {
        return new LockScope(Level.STACK, stack.value());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static LockScope parse(String text) {
        int colon = text.indexOf(':');
        String level = colon < 0 ? text : text.substring(0, colon);
        String name = colon < 0 ? "" : text.substring(colon + 1);
        for (Level known : Level.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(level)) {
                return new LockScope(known, name);
            }
        }
        throw new IllegalArgumentException("no scope of a lock: " + text);
    }

    /** {@code global}, {@code environment} or {@code stack}. */
    public String kind() {
        return level.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return level == Level.GLOBAL ? kind() : kind() + ":" + name;
    }
}
