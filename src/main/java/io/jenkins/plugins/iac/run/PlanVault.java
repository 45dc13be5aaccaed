package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.approval.Vote;
import io.jenkins.plugins.iac.crypto.AesGcm;
import io.jenkins.plugins.iac.crypto.TokenText;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.plan.SecretMasker;
import io.jenkins.plugins.iac.plan.SecretsFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Keeps saved plans between plan and apply, and as long the secrets of each, so that they are hidden in what people and
 * external checks write about it. Both are in the clear what they are, so they are encrypted with AES-256-GCM under a key of
 * the controller, bound to their run, and are never artifacts.
 */
public final class PlanVault {
    private static final String SUFFIX = ".plan.enc";
    private static final String SECRETS = ".secrets.enc";
    private static final String WITHHELD = "(withheld: the secrets of the plan cannot be read)";
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
        keep(run, file(run), plan, context(run));
    }

    /** The same for the secrets of a plan, a {@link SecretsFile}. */
    public void keepSecrets(String run, InputStream secrets) {
        keep(run, secrets(run), secrets, secretsOf(run));
    }

    private void keep(String run, Path file, InputStream in, String context) {
        try {
            DurableFiles.directory(directory);
            Files.deleteIfExists(file);
            try (FileChannel channel = DurableFiles.create(file)) {
                cipher.encrypt(in, Channels.newOutputStream(channel), context);
                channel.force(true);
            }
            DurableFiles.sync(directory);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "keeping the saved plan", "run " + run, String.valueOf(e.getMessage()), "space on the disk", NEXT);
        }
    }

    /**
     * Hides in texts of others what is known to be secret in the plan of a run, and every signed token; where nothing is known any
     * more, the tokens alone. Fails closed: where the secrets cannot be read, nothing of a text is left.
     */
    public UnaryOperator<String> hiding(String run) {
        if (!Files.exists(secrets(run))) {
            return TokenText::hide;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in = Files.newInputStream(secrets(run))) {
            SecretsFile.checkSize(Files.size(secrets(run)));
            cipher.decrypt(in, out, secretsOf(run));
            SecretMasker masker = SecretsFile.read(new ByteArrayInputStream(out.toByteArray()));
            return text -> TokenText.hide(masker.maskCut(text));
        } catch (IOException e) {
            return text -> text.isBlank() ? text : WITHHELD;
        }
    }

    /** Whether something may have been hidden in a text: what it does not say is then not known. */
    static boolean mayHide(String text) {
        return text.contains(SecretMasker.MASK) || text.contains(TokenText.MASK) || text.contains(WITHHELD);
    }

    /** A vote with its comment without secrets. */
    Vote hidden(String run, Vote vote) {
        return vote.comment().isBlank() ? vote : vote.withComment(hiding(run).apply(vote.comment()));
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

    /** Forgets a plan and its secrets; does nothing where there are none. */
    public void forget(String run) {
        remove(run, secrets(run));
        forgetPlan(run);
    }

    /** Forgets a plan that nobody will apply any more, but about which people may have to write something still. */
    void forgetPlan(String run) {
        remove(run, file(run));
    }

    private static void remove(String run, Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "removing the saved plan",
                    "run " + run,
                    String.valueOf(e.getMessage()),
                    "a directory that can be written",
                    "remove " + file);
        }
    }

    /** The runs of which a plan, or its secrets, are kept. */
    public List<String> kept() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) || name.endsWith(SECRETS))
                    .map(name -> name.substring(0, name.indexOf('.')))
                    .filter(RunId::isOne)
                    .distinct()
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

    private Path secrets(String run) {
        return directory.resolve(RunId.check(run) + SECRETS);
    }

    private static String secretsOf(String run) {
        return "iac-runners secrets of the plan of run " + run;
    }

    private static String context(String run) {
        return "iac-runners saved plan of run " + run;
    }
}
