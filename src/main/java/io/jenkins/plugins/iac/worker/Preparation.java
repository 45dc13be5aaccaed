package io.jenkins.plugins.iac.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.receipt.Machine;
import io.jenkins.plugins.iac.receipt.Receipt;
import io.jenkins.plugins.iac.receipt.ReceiptJson;
import io.jenkins.plugins.iac.receipt.ReceiptTaker;
import io.jenkins.plugins.iac.scan.ConfigurationScan;
import io.jenkins.plugins.iac.scan.Hygiene;
import io.jenkins.plugins.iac.scan.ScanResult;
import io.jenkins.plugins.iac.source.Checkout;
import io.jenkins.plugins.iac.source.CheckoutRequest;
import io.jenkins.plugins.iac.source.CommitSignature;
import io.jenkins.plugins.iac.source.DirectoryCopy;
import io.jenkins.plugins.iac.source.GitAccess;
import io.jenkins.plugins.iac.source.GitCheckout;
import io.jenkins.plugins.iac.source.TreeHash;
import io.jenkins.plugins.iac.tool.ToolBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Claims the working directory, checks the fixed commit out, judges its signature, and measures what the digest needs.
 * Executes git and {@code TOOL version} and nothing of the code; needs no credential of a cloud.
 */
final class Preparation {
    static final String LOCK_FILE = ".terraform.lock.hcl";
    /** How long an apply waits for a plan of its stack that has the directory. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Job job;

    Preparation(Job job) {
        this.job = job;
    }

    ObjectNode run() {
        JobRequest request = job.request();
        Path wanted = Path.of(request.area());
        WorkArea area = request.exactArea()
                ? WorkArea.claimExactly(
                        wanted,
                        job.contract().run(),
                        job.tools().clock(),
                        job.contract().expiresAt(),
                        PATIENCE,
                        job::log)
                : WorkArea.claim(
                        wanted,
                        job.contract().run(),
                        job.tools().clock().instant(),
                        job.contract().expiresAt());
        boolean done = false;
        try {
            ObjectNode found = prepare(area, job.tools().clock().instant());
            done = true;
            return found;
        } catch (IOException e) {
            throw failed(area, e);
        } finally {
            if (!done) {
                removeQuietly(area);
            }
        }
    }

    private ObjectNode prepare(WorkArea area, Instant now) throws IOException {
        ToolBinary binary = job.verifiedTool();
        ObjectNode found = Json.object();
        found.put("area", area.base().toString());
        Path root = checkout(area, now, found);
        Path directory = job.directory(root);
        look(root, found);
        found.set(
                "receipt",
                ReceiptJson.write(new ReceiptTaker(Machine.local(job.tools().clock()))
                        .take(
                                List.of(new Receipt.Tool(binary.path().toString(), binary.sha256())),
                                Set.of(area.base()))));
        found.put("workDir", directory.toString());
        found.put("tool", binary.name());
        found.put("toolVersion", binary.version());
        found.put("toolSha256", binary.sha256().toString());
        found.put("sourceTree", sourceTree(root).toString());
        Sha256 lockFile = lockFile(directory);
        found.put("lockFile", lockFile == null ? null : lockFile.toString());
        return found;
    }

    private Path checkout(WorkArea area, Instant now, ObjectNode found) throws IOException {
        JobRequest request = job.request();
        RunSource source = job.contract().source();
        ObjectNode signature = found.putObject("signature");
        if (request.copyOf() != null) {
            job.log("copying " + request.copyOf());
            found.putNull("commit");
            signature.put("signed", "unknown").put("reason", "the code is no git repository");
            return DirectoryCopy.copy(Path.of(request.copyOf()), area.checkout());
        }
        job.log("checking out " + source.commit() + " of " + source.repository());
        GitCheckout git = new GitCheckout(Path.of(request.git()), job.tools().runner());
        Checkout checkout = git.checkout(CheckoutRequest.of(request.location(), source.commit(), null, area.checkout())
                .with(access(request.gitFiles())));
        found.put("commit", checkout.commit());
        Path signers = null;
        if (request.allowedSigners() != null) {
            signers = Files.writeString(area.base().resolve("allowed_signers"), request.allowedSigners());
        }
        CommitSignature judged = git.signature(checkout, signers, now);
        signature.put("signed", judged.signed().id());
        signature.put("signer", judged.signer());
        signature.put("key", judged.key());
        signature.put("reason", judged.reason());
        return checkout.root();
    }

    /** Looks at the files and executes none: what the tool would obey without being asked, and what the catalog forbids. */
    private void look(Path root, ObjectNode found) {
        ScanResult scan = ConfigurationScan.scan(root, job.contract().directory(), job.scanPolicy());
        List<Condition> conditions = new ArrayList<>(Hygiene.check(
                root,
                job.contract().directory(),
                scan.localModules(),
                job.request().variables().keySet()));
        conditions.add(scan.condition());
        found.set("findings", Json.tree(conditions));
    }

    private static GitAccess access(JobRequest.GitFiles files) {
        return new GitAccess(
                path(files.sshIdentity()), path(files.knownHosts()), path(files.credentials()), files.environment());
    }

    private static Path path(String text) {
        return text == null ? null : Path.of(text);
    }

    /**
     * Over every file of the commit: functions such as {@code file()} reach beyond the stack's directory and its modules,
     * so nothing less would notice each edit.
     */
    static Sha256 sourceTree(Path root) {
        return TreeHash.of(root, List.of("."));
    }

    /** Checksum of the dependency lock file, or null where the stack has none. */
    static Sha256 lockFile(Path directory) throws IOException {
        Path file = directory.resolve(LOCK_FILE);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Sha256.ofFile(file) : null;
    }

    private IacException failed(WorkArea area, IOException e) {
        return IacException.toolFailed(
                "preparing the working directory",
                job.where() + ", " + area.base(),
                e.getClass().getSimpleName() + ": " + e.getMessage(),
                "a directory that can be read and written",
                "look at the disk of this machine");
    }

    private void removeQuietly(WorkArea area) {
        try {
            area.remove();
        } catch (IOException e) {
            job.log("could not remove " + area.base() + ": " + e.getMessage());
        }
    }
}
