package io.jenkins.plugins.iac.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning of an output as text and reads the rest without keeping it. For one process at a time. */
public final class TextSink implements OutputSink {
    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /**
     * A sink that keeps this much.
     *
     * @param limit bytes
     */
    public TextSink(int limit) {
        this.limit = limit;
    }

    @Override
    public void read(InputStream output) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
            synchronized (kept) {
                kept.write(buffer, 0, Math.min(n, limit - kept.size()));
            }
        }
    }

    /** What was kept so far, read as UTF-8; bytes that are none become U+FFFD. */
    public String text() {
        synchronized (kept) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
