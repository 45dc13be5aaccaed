package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/**
 * A file outside of the home with the key under which the issuer's keys are encrypted: 32 bytes, as base64. Readable by its
 * owner alone; one that others can read is refused.
 */
final class KeyFile {
    private static final int BYTES = 32;

    private KeyFile() {}

    /** Where the key file of a new home is, where nobody names one: below the user's own directory, not the home's. */
    static Path usual() {
        return Path.of(System.getProperty("user.home"), ".config", "iac-runners", UUID.randomUUID() + ".key");
    }

    /**
     * The key, made where there is no such file.
     *
     * @param home the home may not hold its own key
     */
    static byte[] make(Path file, Path home) {
        if (file.startsWith(home) || isBelow(file, home)) {
            throw IacException.badInput(
                    "making the key file",
                    file.toString(),
                    "a file in the home",
                    "one outside of it: who has a copy of the home must not have its key",
                    "name another one with --key-file");
        }
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Path directory = DurableFiles.directoryOf(file);
                if (!Files.isDirectory(directory)) {
                    DurableFiles.directory(directory);
                }
                write(file);
            }
            return read(file);
        } catch (IOException e) {
            throw unusable(file, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static void write(Path file) throws IOException {
        String text = Base64.getEncoder().encodeToString(AesGcm.newKey()) + "\n";
        Path half = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            try (FileChannel channel = DurableFiles.create(half)) {
                DurableFiles.write(channel, text.getBytes(StandardCharsets.US_ASCII));
                channel.force(true);
            }
            // Whole or not there at all, and never over another one's.
            Files.createLink(file, half);
        } finally {
            Files.deleteIfExists(half);
        }
        DurableFiles.sync(DurableFiles.directoryOf(file));
    }

    /** By the directories as they really are: a link leads into the home as well. */
    private static boolean isBelow(Path file, Path home) {
        try {
            Path there = file;
            while (there != null && !Files.exists(there)) {
                there = there.getParent();
            }
            return there != null && Files.exists(home) && there.toRealPath().startsWith(home.toRealPath());
        } catch (IOException e) {
            throw unusable(file, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** The key of a file that was made before. */
    static byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw unusable(file, "no file");
            }
            if (!DurableFiles.isPrivate(file)) {
                throw unusable(file, "a file that others can read");
            }
            byte[] key = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            if (key.length != BYTES) {
                throw unusable(file, key.length + " bytes");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw unusable(file, "something that is not base64");
        } catch (IOException e) {
            throw unusable(file, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static IacException unusable(Path file, String found) {
        return IacException.badInput(
                "reading the key file of the issuer's keys",
                file.toString(),
                found,
                BYTES + " bytes as base64, readable by its owner alone",
                "put the file back from where you keep it, with mode 0600; without it the issuer's keys cannot be read");
    }
}
