package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the SSH signature of a checked-out commit by git and OpenSSH; other kinds of signature run no program. */
final class SignatureCheck {
    private static final DateTimeFormatter SSH_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final long MAX_SIGNERS = 4L << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Git git;
    private final Path keygen;
    private final ProcessRunner runner;

    /**
     * A check.
     *
     * @param git a git that may reach no network
     * @param keygen absolute path of {@code ssh-keygen}
     */
    SignatureCheck(Git git, Path keygen, ProcessRunner runner) {
        this.git = git;
        this.keygen = keygen;
        this.runner = runner;
    }

    /** The absolute path of {@code ssh-keygen}, where this machine has one. */
    static Optional<Path> keygen(Path git) {
        return List.of(git.resolveSibling("ssh-keygen"), Path.of("/usr/bin/ssh-keygen"), Path.of("/bin/ssh-keygen"))
                .stream()
                .filter(Files::isExecutable)
                .findFirst();
    }

    CommitSignature check(Checkout checkout, Path allowedSigners, Instant now) throws IOException {
        String doing = "checking the signature of " + checkout.commit();
        byte[] commit = git.must(doing, GitCheckout.in(checkout, "cat-file", "commit", checkout.commit()))
                .out();
        String signature = signatureOf(new String(commit, StandardCharsets.UTF_8), checkout.commit());
        if (signature == null) {
            return CommitSignature.no("the commit is not signed");
        }
        if (!signature.startsWith("-----BEGIN SSH SIGNATURE-----")) {
            return CommitSignature.unknown("the commit is signed, but not with an SSH key");
        }
        if (allowedSigners == null) {
            return CommitSignature.unknown("no allowed signers are named");
        }
        if (!Files.isRegularFile(allowedSigners) || Files.size(allowedSigners) > MAX_SIGNERS) {
            return CommitSignature.unknown(
                    "the allowed signers file is missing or larger than " + MAX_SIGNERS + " bytes");
        }
        Path signers = checkout.home().resolve("allowed_signers");
        Path signatureFile = checkout.home().resolve("commit.sig");
        Files.write(signers, Files.readAllBytes(allowedSigners));
        Files.writeString(signatureFile, signature);

        Git.Answer answer = git.run(
                doing,
                GitCheckout.in(
                        checkout,
                        "-c",
                        "gpg.ssh.program=" + keygen,
                        "-c",
                        "gpg.ssh.allowedSignersFile=" + signers,
                        "-c",
                        "gpg.minTrustLevel=fully",
                        "log",
                        "-1",
                        "--no-show-signature",
                        "--format=%G?%x00%GS%x00%GK",
                        checkout.commit(),
                        "--"));
        String[] facts = answer.text().split("\0", -1);
        if (!answer.ok() || facts.length != 3) {
            return CommitSignature.unknown("git could not check it: " + answer.why());
        }
        if (!facts[0].equals("G")) {
            return CommitSignature.no(
                    facts[0].equals("U")
                            ? "the key is not of an allowed signer"
                            : "the signature is not good (" + Text.printable(facts[0]) + ")");
        }
        String today = principals(doing, checkout.home(), signers, signatureFile, now);
        if (!List.of(today.split("\n")).contains(facts[1])) {
            return CommitSignature.no("the key of " + Text.printable(facts[1]) + " is no longer valid");
        }
        return new CommitSignature(Tri.YES, Text.printable(facts[1]), Text.printable(facts[2]), "");
    }

    /** Who the signature's key belongs to at this time, one a line; empty where nobody. */
    private String principals(String doing, Path home, Path signers, Path signature, Instant at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProcessResult result = runner.run(new ProcessSpec(
                doing,
                List.of(
                        keygen.toString(),
                        "-Y",
                        "find-principals",
                        "-Overify-time=" + SSH_TIME.format(at),
                        "-s",
                        signature.toString(),
                        "-f",
                        signers.toString()),
                home,
                Map.of("LC_ALL", "C", "TZ", "UTC", "HOME", home.toString()),
                TIMEOUT,
                Duration.ofSeconds(1),
                MAX_SIGNERS,
                in -> in.transferTo(out),
                in -> in.transferTo(java.io.OutputStream.nullOutputStream())));
        if (result.cancelled()) {
            throw IacException.toolFailed(doing, "ssh-keygen", "a request to stop", "an answer", "run it again");
        }
        return result.succeeded() ? out.toString(StandardCharsets.UTF_8) : "";
    }

    /** The signature in a commit's headers (gitformat-signature(5)), or null. */
    static String signatureOf(String commit, String id) {
        String name = id.length() == 40 ? "gpgsig " : "gpgsig-sha256 ";
        StringBuilder signature = null;
        for (String line : commit.split("\n", -1)) {
            if (line.isEmpty()) {
                break;
            }
            if (signature != null) {
                if (!line.startsWith(" ")) {
                    break;
                }
                signature.append(line, 1, line.length()).append('\n');
            } else if (line.startsWith(name)) {
                signature = new StringBuilder(line.substring(name.length())).append('\n');
            }
        }
        return signature == null ? null : signature.toString();
    }
}
