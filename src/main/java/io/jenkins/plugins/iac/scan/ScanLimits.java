package io.jenkins.plugins.iac.scan;

/** Bounds on configuration, far above what people write and far below what hurts. */
final class ScanLimits {
    static final int FILE_BYTES = 4 << 20;
    /** All files of a scan together. */
    static final int TOTAL_BYTES = 32 << 20;
    /** Tokens of one file: its tree is in memory, a hundred bytes for each; no two are at once. */
    static final int TOKENS = 400_000;

    static final int DEPTH = 200;
    static final int FILES = 20_000;
    static final int DIRECTORIES = 1_000;
    static final int FINDINGS = 1_000;

    private ScanLimits() {}
}
