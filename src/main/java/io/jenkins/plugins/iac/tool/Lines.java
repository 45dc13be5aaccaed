package io.jenkins.plugins.iac.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Splits an output into lines of bounded length: of a longer line the beginning is kept and the rest read over. */
final class Lines {
    static final int LONGEST = 1 << 20;

    private Lines() {}

    /** Takes a line. */
    interface Taker {
        void accept(String line) throws IOException;
    }

    /** Gives each line, read as UTF-8 and without its end, to the taker. */
    static void read(InputStream in, Taker line) throws IOException {
        ByteArrayOutputStream current = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 14];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            int start = 0;
            for (int i = 0; i < n; i++) {
                if (buffer[i] == '\n') {
                    append(current, buffer, start, i);
                    line.accept(take(current));
                    start = i + 1;
                }
            }
            append(current, buffer, start, n);
        }
        if (current.size() > 0) {
            line.accept(take(current));
        }
    }

    private static void append(ByteArrayOutputStream current, byte[] buffer, int from, int to) {
        current.write(buffer, from, Math.min(to - from, LONGEST - current.size()));
    }

    private static String take(ByteArrayOutputStream current) {
        String text = current.toString(StandardCharsets.UTF_8);
        current.reset();
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
