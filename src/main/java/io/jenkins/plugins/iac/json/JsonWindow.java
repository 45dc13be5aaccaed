package io.jenkins.plugins.iac.json;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** The bytes of a document that are in memory: those of the value being read, and what was read ahead. */
class JsonWindow {
    private static final int BUFFER = 1 << 17;

    private final InputStream in;
    private final String doing;
    private final String where;
    private final int maxBytes;
    byte[] buffer = new byte[BUFFER];
    /** The present place. */
    int at;
    /** How far the bytes in memory go. */
    int limit;
    /** Where the value being read starts, or -1. */
    int keep = -1;

    private long consumed;
    private boolean ended;

    JsonWindow(InputStream in, String doing, String where, int maxBytes) {
        this.in = in;
        this.doing = doing;
        this.where = where;
        this.maxBytes = maxBytes;
    }

    /** The next byte that is not white space, not consumed; -1 at the end of the document. */
    public final int peek() {
        while (true) {
            while (at < limit) {
                byte b = buffer[at];
                if (b > ' ') {
                    return b;
                }
                if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                    return b & 0xff;
                }
                at++;
            }
            if (!fill()) {
                return -1;
            }
        }
    }

    /** How many bytes were read so far. */
    public final long position() {
        return consumed + at;
    }

    /** An error at the present place. */
    public final IacException bad(String found, String expected) {
        return IacException.badInput(
                doing,
                where,
                found + " at byte " + position(),
                expected,
                "make the file again with the tool's show -json; do not edit it");
    }

    final IacException unexpected(int b, String expected) {
        if (b < 0) {
            return bad("the end of the document", expected);
        }
        return bad(b > ' ' && b < 0x7f ? "'" + (char) b + "'" : "byte " + b, expected);
    }

    /** Makes sure that this many bytes can be looked at from the present place on. */
    final void need(int count) {
        while (limit - at < count) {
            more();
        }
    }

    final void more() {
        if (!fill()) {
            throw bad("the end of the document", "the rest of a value");
        }
    }

    /** Reads on, keeping the value being read; false at the end of the document. */
    final boolean fill() {
        if (ended) {
            return false;
        }
        int from = keep >= 0 ? keep : at;
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, limit - from);
            consumed += from;
            limit -= from;
            at -= from;
            keep = keep >= 0 ? 0 : -1;
        } else if (limit == buffer.length) {
            if (limit >= maxBytes) {
                throw bad("a single value of more than " + maxBytes + " bytes", "at most that many");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(maxBytes, buffer.length * 2L));
        }
        try {
            int n = in.readNBytes(buffer, limit, buffer.length - limit);
            ended = n < buffer.length - limit;
            limit += n;
            return n > 0;
        } catch (IOException e) {
            throw new IacException(
                    IacException.Kind.BAD_INPUT,
                    new Problem(doing, where, "an error of the file: " + e.getMessage(), "readable bytes", "try again"),
                    List.of(),
                    e);
        }
    }
}
