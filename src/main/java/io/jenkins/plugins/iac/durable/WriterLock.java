package io.jenkins.plugins.iac.durable;

import io.jenkins.plugins.iac.model.IacException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The operating system's lock on a directory: gone with its process, however that ends. */
public final class WriterLock implements Closeable {
    /** Name of the file in the directory. */
    public static final String NAME = "lock";

    private static final long PAUSE_MILLIS = 20;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * Directories that this process holds. POSIX drops every lock of a process on a file when the process closes any of its
     * handles to it, so a second attempt in here must not so much as open the file.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private WriterLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock of a directory.
     *
     * @param doing what for, as an error says it: {@code opening the journal}
     * @param patience how long to wait for another writer, in this process or another
     * @throws IacException of kind REFUSED if another writer still holds it then
     */
    public static WriterLock take(Path directory, String doing, Duration patience) throws IOException {
        return take(directory, doing, patience, line -> {});
    }

    /** @param log told for whom it waits, at once and every ten seconds */
    public static WriterLock take(Path directory, String doing, Duration patience, Consumer<String> log)
            throws IOException {
        Path key = directory.toRealPath();
        long start = System.nanoTime();
        for (long told = -TELL_NANOS; ; ) {
            boolean here = !HELD_HERE.add(key);
            WriterLock lock = here ? null : tryTake(key);
            if (lock != null) {
                return lock;
            }
            long waited = System.nanoTime() - start;
            String holder = here ? "this process" : holder(key.resolve(NAME));
            if (waited < patience.toNanos() && waited - told >= TELL_NANOS) {
                log.accept(doing + ": waiting for " + (holder.isBlank() ? "another writer" : holder) + ", "
                        + TimeUnit.NANOSECONDS.toSeconds(waited) + " of at most " + patience.toSeconds() + " seconds");
                told = waited;
            }
            if (waited >= patience.toNanos() || !Pause.millis(PAUSE_MILLIS)) {
                throw held(doing, directory, holder);
            }
        }
    }

    private static WriterLock tryTake(Path key) throws IOException {
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = DurableFiles.open(key.resolve(NAME));
            taken = channel.tryLock() != null;
            if (!taken) {
                return null;
            }
            channel.truncate(0);
            String holder = "process " + ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
            return new WriterLock(key, channel);
        } catch (OverlappingFileLockException e) {
            return null;
        } catch (IOException | RuntimeException e) {
            taken = false;
            throw e;
        } finally {
            if (!taken) {
                HELD_HERE.remove(key);
                if (channel != null) {
                    channel.close();
                }
            }
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

    /** Who holds it, as it wrote itself; only to be asked where this process holds nothing. */
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
        } finally {
            HELD_HERE.remove(key);
        }
    }
}
