package io.jenkins.plugins.iac.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Adds lines to one file, whole or not at all. When a sync fails, what reached the disk is unknown for good (the
 * system forgets pages that it could not write), so the writer refuses everything after that.
 */
public final class LineWriter implements Closeable {
    private final Path path;
    private final LineFile file;
    private long length;
    private boolean poisoned;

    /** @param length bytes that are in the file already */
    public LineWriter(Path path, LineFile file, long length) {
        this.path = path;
        this.file = file;
        this.length = length;
    }

    public Path path() {
        return path;
    }

    /** Bytes that were kept. */
    public long length() {
        return length;
    }

    /** Whether the fate of a write is unknown, so that nothing more can be added. */
    public boolean isPoisoned() {
        return poisoned;
    }

    /**
     * Writes and syncs a line with its newline.
     *
     * @throws IOException if it is not kept; the file is then as before, or {@link #isPoisoned() poisoned}
     */
    public void append(byte[] line) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        try {
            while (buffer.hasRemaining()) {
                if (file.write(buffer) <= 0) {
                    throw new IOException("wrote " + buffer.position() + " of " + line.length + " bytes");
                }
            }
        } catch (IOException e) {
            rollBack(e);
            throw e;
        }
        try {
            file.sync();
        } catch (IOException e) {
            poisoned = true;
            rollBack(e);
            throw e;
        }
        length += line.length;
    }

    private void rollBack(IOException cause) {
        try {
            file.truncate(length);
            file.sync();
        } catch (IOException e) {
            poisoned = true;
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
