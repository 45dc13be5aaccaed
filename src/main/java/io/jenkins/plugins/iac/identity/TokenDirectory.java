package io.jenkins.plugins.iac.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The directory of a run for its token: mode 0700, files of mode 0600 from the moment they exist. A new token replaces the
 * old one in one step, so that a client never reads half of one. Follows no link.
 */
public final class TokenDirectory implements AutoCloseable {
    /** A renewal writes one file; it cannot win more often than this by chance. */
    private static final int TRIES = 1000;

    private final Path directory;

    private TokenDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the directory with all files of a binding in it.
     *
     * @param directory absolute; its parent exists and is private, it itself does not exist
     * @throws IOException if something is there already, or nothing can be written
     */
    public static TokenDirectory create(Path directory, Map<String, String> files, String token) throws IOException {
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        Files.createDirectory(directory, mode(directory, "rwx------"));
        TokenDirectory made = new TokenDirectory(directory);
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                made.write(file.getKey(), file.getValue());
            }
            made.renew(token);
            return made;
        } catch (IOException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** The directory that was made before. */
    public static TokenDirectory of(Path directory) {
        return new TokenDirectory(directory);
    }

    /**
     * Puts a new token in place of the old one.
     *
     * @throws IOException also where the directory is gone: a run that is over gets no token any more
     */
    public void renew(String token) throws IOException {
        write(CloudBinding.TOKEN, token);
    }

    private void write(String name, String content) throws IOException {
        Path half = directory.resolve(name + ".new");
        Files.deleteIfExists(half);
        Files.createFile(half, mode(directory, "rw-------"));
        Files.write(half, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
        Files.move(half, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Deletes the directory; one that is gone already is fine. A renewal under way may put its token there meanwhile: that
     * one goes too.
     *
     * @throws IOException if something stays; all that could be deleted is gone
     */
    @Override
    public void close() throws IOException {
        for (int left = TRIES; Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS); left--) {
            empty();
            try {
                Files.deleteIfExists(directory);
            } catch (DirectoryNotEmptyException e) {
                if (left <= 1) {
                    throw e;
                }
            }
        }
    }

    private void empty() throws IOException {
        IOException failed = null;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    failed = e;
                }
            }
        } catch (NoSuchFileException e) {
            // Somebody else was faster: gone is what was wanted.
        }
        if (failed != null) {
            throw failed;
        }
    }

    private static FileAttribute<?>[] mode(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
