package io.jenkins.plugins.iac.durable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The few things that are done to a file of lines; a seam for tests that let the disk fail. */
public interface LineFile extends Closeable {
    /** Writes at the end, as many bytes as fit; returns how many. */
    int write(ByteBuffer bytes) throws IOException;

    /** Returns when what was written survives a power cut. */
    void sync() throws IOException;

    void truncate(long length) throws IOException;

    /** Opens files of lines. */
    interface Opener {
        LineFile open(Path file) throws IOException;
    }

    /** The file itself. */
    static LineFile of(Path file) throws IOException {
        FileChannel channel = DurableFiles.append(file);
        return new LineFile() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                return channel.write(bytes);
            }

            @Override
            public void sync() throws IOException {
                channel.force(false);
            }

            @Override
            public void truncate(long length) throws IOException {
                channel.truncate(length);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
