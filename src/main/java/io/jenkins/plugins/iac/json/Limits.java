package io.jenkins.plugins.iac.json;

/** Bounds on what is read, far above real documents and far below what hurts. */
public final class Limits {
    /** Nesting of objects and arrays. */
    public static final int DEPTH = 500;
    /** Characters of a number. */
    public static final int NUMBER_LENGTH = 1_000;
    /** Characters of a string. */
    public static final int STRING_LENGTH = 64 * 1024 * 1024;
    /** Characters of a member's name. */
    public static final int NAME_LENGTH = 50_000;

    private Limits() {}
}
