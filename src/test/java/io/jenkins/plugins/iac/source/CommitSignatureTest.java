package io.jenkins.plugins.iac.source;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Tri;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Signatures made and checked by the real git and OpenSSH. */
public class CommitSignatureTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String COMMITTED = "2026-11-01T12:00:00Z";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private TestRepository repository;
    private GitCheckout checkouts;
    private Path key;
    private String publicKey;

    @Before
    public void makeRepository() throws Exception {
        repository = new TestRepository(temporary.newFolder("origin").toPath());
        repository.write("main.tf", "");
        checkouts = new GitCheckout(TestRepository.program("git"), new RecordingRunner());
        key = newKey("alice");
        publicKey = Files.readString(Path.of(key + ".pub")).strip();
    }

    private Path newKey(String name) throws Exception {
        Path file = temporary.getRoot().toPath().resolve(name);
        Process process = new ProcessBuilder(
                        TestRepository.program("ssh-keygen").toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        name,
                        "-f",
                        file.toString())
                .start();
        assertEquals(0, process.waitFor());
        return file;
    }

    private String signedCommit(Path by) {
        repository.git("add", "-A");
        repository.gitWith(
                Map.of("GIT_COMMITTER_DATE", COMMITTED, "GIT_AUTHOR_DATE", COMMITTED),
                "-c",
                "gpg.format=ssh",
                "-c",
                "user.signingkey=" + by,
                "commit",
                "-q",
                "-S",
                "--allow-empty",
                "-m",
                "signed");
        return repository.git("rev-parse", "HEAD");
    }

    private Path signers(String text) throws IOException {
        Path file = temporary.newFile().toPath();
        Files.writeString(file, text + "\n");
        return file;
    }

    private CommitSignature check(String commit, Path allowedSigners) {
        Path target = temporary.getRoot().toPath().resolve(UUID.randomUUID().toString());
        Checkout checkout = checkouts.checkout(CheckoutRequest.of(repository.url(), commit, "main", target));
        return checkouts.signature(checkout, allowedSigners, NOW);
    }

    @Test
    public void signature_byAnAllowedSigner_isYesAndNamesThem() throws Exception {
        CommitSignature signature =
                check(signedCommit(key), signers("alice@northstar.example namespaces=\"git\" " + publicKey));
        assertEquals(signature.reason(), Tri.YES, signature.signed());
        assertEquals("alice@northstar.example", signature.signer());
        assertTrue(signature.key(), signature.key().startsWith("SHA256:"));
    }

    @Test
    public void signature_everyOtherCase_isNotYes() throws Exception {
        String signed = signedCommit(key);
        String byMallory = signedCommit(newKey("mallory"));
        String unsigned = repository.commit("unsigned");
        String tampered = rewritten(signed, "\n\nsigned", "\n\nsigned by nobody");
        String pgp = rewritten(signed, "SSH SIGNATURE", "PGP SIGNATURE");
        Path good = signers("alice@northstar.example " + publicKey);

        assertNot(Tri.NO, check(unsigned, good), "not signed");
        assertNot(Tri.NO, check(byMallory, good), "not of an allowed signer");
        assertNot(Tri.NO, check(tampered, good), "not good");
        assertNot(Tri.UNKNOWN, check(pgp, good), "not with an SSH key");
        assertNot(Tri.UNKNOWN, check(signed, null), "no allowed signers");
        assertNot(Tri.UNKNOWN, check(signed, temporary.getRoot().toPath().resolve("gone")), "missing");
        assertNot(Tri.NO, check(signed, signers("")), "not of an allowed signer");
        assertNot(Tri.NO, check(signed, signers("this is no signers file \u0000")), "");
        assertNot(Tri.NO, check(signed, signers("alice namespaces=\"file\" " + publicKey)), "");
        assertNot(Tri.NO, check(signed, signers("alice valid-before=\"20261010\" " + publicKey)), "");
        assertNot(Tri.NO, check(signed, signers("alice valid-before=\"20261110\" " + publicKey)), "no longer valid");
        assertNot(Tri.NO, check(signed, signers("alice valid-after=\"20261110\" " + publicKey)), "");
    }

    @Test
    public void signature_keyStillValidNow_isYes() throws Exception {
        assertEquals(
                Tri.YES,
                check(signedCommit(key), signers("alice valid-before=\"20261201\" " + publicKey))
                        .signed());
    }

    private static void assertNot(Tri expected, CommitSignature signature, String reason) {
        assertEquals(signature.toString(), expected, signature.signed());
        assertTrue(signature.toString(), signature.reason().contains(reason));
        assertEquals(null, signature.signer());
    }

    /** The commit with a text replaced, as an object of its own under refs/heads/evil. */
    private String rewritten(String commit, String from, String to) throws Exception {
        String object = repository.git("cat-file", "commit", commit).replace(from, to) + "\n";
        Path file = temporary.newFile().toPath();
        Files.write(file, object.getBytes(StandardCharsets.UTF_8));
        String id = repository.git("hash-object", "-w", "-t", "commit", file.toString());
        repository.git("update-ref", "refs/heads/evil-" + id, id);
        return id;
    }
}
