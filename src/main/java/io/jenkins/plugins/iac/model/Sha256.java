package io.jenkins.plugins.iac.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 value. Its text form everywhere (JSON, YAML, logs, pages) is {@code sha256:} plus 64 lower-case hex digits.
 *
 * @param hex 64 lower-case hex digits, without the prefix
 */
public record Sha256(String hex) implements Comparable<Sha256> {
    public static final String PREFIX = "sha256:";
    private static final int DIGITS = 64;

    public Sha256 {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("expected 64 lower-case hex digits, found " + hex);
        }
    }

    /** Without a regular expression: a large plan has hundreds of thousands of hashes. */
    private static boolean isHex(String text) {
        if (text == null || text.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if {@code text} is not {@code sha256:} plus 64 lower-case hex digits
     */
    public static Sha256 parse(String text) {
        if (text == null || !text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("expected sha256: and 64 lower-case hex digits, found " + text);
        }
        return new Sha256(text.substring(PREFIX.length()));
    }

    /** The hash of these bytes. */
    public static Sha256 of(byte[] bytes) {
        return finish(digest().digest(bytes));
    }

    /** The hash of the UTF-8 bytes of this text. */
    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of a file's bytes, read in one pass; the file's size does not matter. */
    public static Sha256 ofFile(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** The hash of what a stream still gives, read in one pass and not closed. */
    public static Sha256 of(InputStream in) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            digest.update(buffer, 0, n);
        }
        return finish(digest.digest());
    }

    /** Wraps 32 bytes that a {@link MessageDigest} returned. */
    public static Sha256 finish(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /** A new SHA-256 computation. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The 32 raw bytes, a fresh copy. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(Sha256 other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
