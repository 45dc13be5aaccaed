package io.jenkins.plugins.iac.plan;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Hides secrets by value in texts and streams: wherever one stands, as it is, escaped as in JSON, percent-encoded, in
 * base64, line by line, or as another way to write a number, {@link #MASK} takes its place. Secrets of fewer than six
 * characters are not looked for. Immutable; a
 * stream that it makes belongs to one writer.
 */
public final class SecretMasker {
    /** What stands where a secret was. */
    public static final String MASK = "(sensitive)";

    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.US_ASCII);

    private final Set<String> secrets;
    private final SecretMatcher matcher;

    private SecretMasker(Set<String> secrets) {
        this.secrets = secrets;
        this.matcher = SecretMatcher.of(secrets);
    }

    /**
     * A masker for these secrets.
     *
     * @throws io.jenkins.plugins.iac.model.IacException of bad input if there are more than can be remembered
     */
    public static SecretMasker of(Collection<String> secrets) {
        return new SecretMasker(Set.copyOf(secrets));
    }

    /** A masker for the secrets of both: what one of them knows the start of may be longer in the other. */
    public SecretMasker and(SecretMasker other) {
        if (other.secrets.containsAll(secrets)) {
            return other;
        }
        if (secrets.containsAll(other.secrets)) {
            return this;
        }
        Set<String> all = new HashSet<>(secrets);
        all.addAll(other.secrets);
        return of(all);
    }

    Set<String> secrets() {
        return secrets;
    }

    SecretMatcher matcher() {
        return matcher;
    }

    /** The text without secrets. */
    public String mask(String text) {
        if (matcher.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = matcher.find(bytes, 0, bytes.length);
        if (at < 0) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        int from = 0;
        while (at >= 0) {
            out.write(bytes, from, at - from);
            out.writeBytes(MASK_BYTES);
            from = at + matcher.length(matcher.matchAt(bytes, at, bytes.length));
            at = matcher.find(bytes, from, bytes.length);
        }
        out.write(bytes, from, bytes.length - from);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The text without secrets, where it may have been cut in the middle of one: the start of one is hidden as well. */
    public String maskCut(String text) {
        if (matcher.isEmpty() || text.isEmpty()) {
            return text;
        }
        boolean cut = text.endsWith(Shown.CUT);
        String masked = mask(cut ? text.substring(0, text.length() - Shown.CUT.length()) : text);
        byte[] bytes = masked.getBytes(StandardCharsets.UTF_8);
        int start = matcher.hold(bytes, bytes.length, SecretMatcher.PREFIX);
        if (start < bytes.length) {
            masked = new String(bytes, 0, start, StandardCharsets.UTF_8) + MASK;
        }
        return cut ? masked + Shown.CUT : masked;
    }

    /**
     * A stream that passes on to another what is written to it, without secrets, however they are cut into writes. What
     * may be the start of a secret is held back until more is written or the stream is closed, also by {@code flush}; at
     * the close, six bytes or more of such a start are hidden too.
     */
    public OutputStream wrap(OutputStream out) {
        return new Masking(out);
    }

    private final class Masking extends FilterOutputStream {
        private byte[] held = new byte[4096];
        private int size;

        Masking(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (matcher.isEmpty()) {
                out.write(bytes, from, length);
                return;
            }
            if (size + length > held.length) {
                held = Arrays.copyOf(held, Math.max(size + length, held.length * 2));
            }
            System.arraycopy(bytes, from, held, size, length);
            size += length;
            pass(matcher.hold(held, size, 1));
        }

        @Override
        public void close() throws IOException {
            pass(matcher.hold(held, size, 1));
            if (size >= SecretMatcher.PREFIX) {
                out.write(MASK_BYTES);
            } else {
                out.write(held, 0, size);
            }
            size = 0;
            super.close();
        }

        /** Passes on what is before the given place, whole secrets replaced. */
        private void pass(int limit) throws IOException {
            int from = 0;
            while (from < limit) {
                int at = matcher.find(held, from, size);
                if (at < 0 || at >= limit) {
                    out.write(held, from, limit - from);
                    from = limit;
                } else {
                    out.write(held, from, at - from);
                    out.write(MASK_BYTES);
                    from = at + matcher.length(matcher.matchAt(held, at, size));
                }
            }
            System.arraycopy(held, from, held, 0, size - from);
            size -= from;
        }
    }
}
