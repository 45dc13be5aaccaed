package io.jenkins.plugins.iac.plan;

import io.jenkins.plugins.iac.model.Sha256;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The zip of a saved plan, opened with suspicion: entries by the central directory (which is what the tools read),
 * names that are plain and stand once, and bounds on count, size and compression that no real plan comes near.
 */
final class PlanZip implements Closeable {
    private static final int MAX_ENTRIES = 20_000;
    private static final int MAX_NAME = 1_000;
    private static final long MAX_ENTRY = 4L << 30;
    private static final long MAX_TOTAL = 8L << 30;
    /** Below this size any compression passes: it is cheap to read. */
    private static final long SMALL = 64L << 20;

    private static final int MAX_RATIO = 250;

    private final ZipFile zip;
    private final Set<String> names = new LinkedHashSet<>();

    private PlanZip(ZipFile zip) {
        this.zip = zip;
    }

    static PlanZip open(Path file) throws IOException {
        PlanZip opened = new PlanZip(new ZipFile(file.toFile()));
        try {
            opened.check();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void check() throws IOException {
        if (zip.size() > MAX_ENTRIES) {
            throw new IOException("a zip of " + zip.size() + " entries");
        }
        long total = 0;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            if (!isPlain(name) || !names.add(name)) {
                throw new IOException("an entry whose name is not plain or stands twice");
            }
            long size = entry.getSize();
            total += size;
            if (size < 0 || size > MAX_ENTRY || total > MAX_TOTAL) {
                throw new IOException("an entry of " + size + " bytes, or more than " + MAX_TOTAL + " in all");
            }
            if (size > SMALL && size / Math.max(1, entry.getCompressedSize()) > MAX_RATIO) {
                throw new IOException("an entry compressed more than " + MAX_RATIO + " times");
            }
        }
        for (String needed : new String[] {"tfplan", "tfstate"}) {
            if (!names.contains(needed)) {
                throw new IOException("a zip without the entry " + needed);
            }
        }
    }

    private static boolean isPlain(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME || name.startsWith("/") || name.indexOf('\\') >= 0) {
            return false;
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..")) {
                return false;
            }
        }
        return name.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }

    Set<String> names() {
        return names;
    }

    /** An entry's content, which ends with an error if it is longer than the directory says. */
    InputStream entry(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        return new Capped(zip.getInputStream(entry), entry.getSize());
    }

    Sha256 hash(String name) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = entry(name)) {
            byte[] buffer = new byte[1 << 14];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Sha256.finish(digest.digest());
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static final class Capped extends FilterInputStream {
        private long left;

        Capped(InputStream in, long size) {
            super(in);
            left = size;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int n = super.read(buffer, from, length);
            count(Math.max(0, n));
            return n;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(n);
            count(skipped);
            return skipped;
        }

        private void count(long n) throws IOException {
            left -= n;
            if (left < 0) {
                throw new IOException("an entry longer than the zip says");
            }
        }
    }
}
