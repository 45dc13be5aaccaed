package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keeps saved plans between plan and apply. A saved plan holds secrets in the clear, so it is encrypted with AES-256-GCM
 * under a key of the controller, bound to its run, and is never an artifact.
 */
public final class PlanVault {
    private static final String SUFFIX = ".plan.enc";
    private static final String NEXT = "plan again";
    private final Path directory;
    private final AesGcm cipher;

    /**
     * A vault in a directory of its own.
     *
     * @param key 32 bytes, kept by the host
     */
    public PlanVault(Path directory, byte[] key) {
        this.directory = directory;
        this.cipher = new AesGcm(key);
    }

    /** Encrypts a plan and keeps it; after this returns a power cut does not take it away. */
    public void keep(String run, InputStream plan) {
        try {
            DurableFiles.directory(directory);
            Path file = file(run);
            Files.deleteIfExists(file);
            try (FileChannel channel = DurableFiles.create(file)) {
                cipher.encrypt(plan, Channels.newOutputStream(channel), context(run));
                channel.force(true);
            }
            DurableFiles.sync(directory);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "keeping the saved plan", "run " + run, String.valueOf(e.getMessage()), "space on the disk", NEXT);
        }
    }

    /**
     * Decrypts a plan.
     *
     * @throws IacException of kind REFUSED if it is gone, was changed, or belongs to another run
     */
    public void restore(String run, OutputStream plan) {
        try (InputStream in = Files.newInputStream(file(run))) {
            cipher.decrypt(in, plan, context(run));
        } catch (IOException e) {
            throw IacException.refused(
                    "restoring the saved plan",
                    "run " + run,
                    Files.exists(file(run)) ? String.valueOf(e.getMessage()) : "no plan of this run",
                    "the plan as it was kept",
                    NEXT);
        }
    }

    /** Forgets a plan; does nothing where there is none. */
    public void forget(String run) {
        try {
            Files.deleteIfExists(file(run));
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "removing the saved plan",
                    "run " + run,
                    String.valueOf(e.getMessage()),
                    "a directory that can be written",
                    "remove " + file(run));
        }
    }

    /** The runs of which a plan is kept. */
    public List<String> kept() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(RunId::isOne)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "looking at the saved plans",
                    directory.toString(),
                    e.toString(),
                    "a directory that can be read",
                    "check the directory and its owner");
        }
    }

    /** Where the encrypted plan of a run is, whether or not it exists. */
    public Path file(String run) {
        return directory.resolve(RunId.check(run) + SUFFIX);
    }

    private static String context(String run) {
        return "iac-runners saved plan of run " + run;
    }
}
