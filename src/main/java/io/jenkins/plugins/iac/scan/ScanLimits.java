package io.jenkins.plugins.iac.scan;

/** Bounds on configuration, far above what people write and far below what hurts. */
final class ScanLimits {
    static final int FILE_BYTES = 8 << 20;
    static final int DEPTH = 200;
    static final int FILES = 20_000;
    static final int DIRECTORIES = 1_000;
    static final int FINDINGS = 1_000;

    private ScanLimits() {}
}
