package io.jenkins.plugins.iac.durable;

import io.jenkins.plugins.iac.model.IacException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operating system's lock on a directory: gone with its process, however that ends. */
public final class WriterLock implements Closeable {
    private static final String NAME = "lock";
    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a directory without waiting.
     *
     * @param doing what for, as an error says it: {@code opening the journal}
     * @throws IacException if another writer, in this process or another, holds it
     */
    public static WriterLock take(Path directory, String doing) throws IOException {
        Path file = directory.resolve(NAME);
        FileChannel channel = DurableFiles.open(file);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(doing, directory, holder(file));
            }
            channel.truncate(0);
            String holder = "process " + ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return new WriterLock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw held(doing, directory, holder(file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IacException held(String doing, Path directory, String holder) {
        return IacException.refused(
                doing,
                directory.toString(),
                "another writer" + (holder.isBlank() ? "" : ": " + holder),
                "no other writer",
                "wait until it is done, or stop it");
    }

    private static String holder(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the channel or with the process; there is nothing more to do about it here.
            return;
        }
    }
}
