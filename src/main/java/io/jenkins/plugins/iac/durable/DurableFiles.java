package io.jenkins.plugins.iac.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** Files that are there after a power cut: whole or not at all, and readable by their owner alone. */
public final class DurableFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private DurableFiles() {}

    /** Makes the directory and its parents with mode 0700 (where the file system has modes); an existing one stays. */
    public static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, mode("rwx------"));
        }
    }

    /**
     * Replaces a file in one step: whoever reads it sees the old bytes or the new ones, and after this returns a power cut
     * does not bring the old ones back.
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path directory = directoryOf(file);
        Path temporary = directory.resolve("." + file.getFileName() + "."
                + ProcessHandle.current().pid() + "." + Thread.currentThread().getId() + ".new");
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel channel = create(temporary)) {
                write(channel, bytes);
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(directory);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Whether nobody but its owner may use a file or directory; true where the file system has no modes. */
    public static boolean isPrivate(Path path) throws IOException {
        return !POSIX
                || PosixFilePermissions.toString(Files.getPosixFilePermissions(path))
                        .endsWith("------");
    }

    /** Makes what is there readable by its owner alone, where others made it; a link and what it points to stay. */
    public static void makePrivate(Path tree) throws IOException {
        if (!POSIX || !Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    /** Writes a file of mode 0600 in place of an earlier one. Not synced: for what can be made again. */
    public static void write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = create(file)) {
            write(channel, bytes);
        }
    }

    /** The directory that a file is in. */
    public static Path directoryOf(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException("a file system's root is no file: " + file);
        }
        return directory;
    }

    /** Makes the names in a directory durable. A platform that cannot (Windows) orders them itself. */
    public static void sync(Path directory) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** A new file of mode 0600, open for writing; it must not exist. */
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode("rw-------"));
    }

    /** A file of mode 0600, made where it is missing, open for appending only. */
    public static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), mode("rw-------"));
    }

    /** A file of mode 0600, made where it is missing, open for reading and writing. */
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                mode("rw-------"));
    }

    /** Writes all bytes at the channel's position. */
    public static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
