package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.durable.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Space kept for the records that end what is under way when the disk is full. While it is in place nothing else can take
 * it; once it is given up no run starts or changes anything until there is room to put it back.
 */
final class Reserve {
    static final int BYTES = 64 << 10;
    /** Free bytes beyond the reserve that a run needs before it starts. */
    static final long NEEDED = 1 << 20;

    private static final String NAME = "reserve";
    private final Path file;

    Reserve(Path directory) {
        this.file = directory.resolve(NAME);
    }

    boolean isInPlace() {
        try {
            return Files.size(file) == BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** Puts it in place with real blocks; whether that worked. */
    boolean restore() {
        if (isInPlace()) {
            return true;
        }
        try {
            Files.deleteIfExists(file);
            try (FileChannel channel = DurableFiles.create(file)) {
                DurableFiles.write(channel, new byte[BYTES]);
                channel.force(true);
            }
            return true;
        } catch (IOException e) {
            release();
            return false;
        }
    }

    /** Gives the space up; whether there was any. */
    boolean release() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** Bytes that this process may use on the journal's file system; 0 where that cannot be told. */
    long usable() {
        try {
            return Files.getFileStore(DurableFiles.directoryOf(file)).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
