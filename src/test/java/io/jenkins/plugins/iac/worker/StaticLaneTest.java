package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.process.Gone;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Assume;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The lane of code from strangers: what its tool may take, and what it can reach. */
public class StaticLaneTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String RUN = "20261121-115900-4f2a9c01";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();
    private Path root;
    private Path seen;

    @Before
    public void code() throws Exception {
        Assume.assumeTrue("skipped: no /bin/sh here", Files.isExecutable(Path.of("/bin/sh")));
        root = folder.getRoot().toPath().toRealPath();
        seen = root.resolve("seen");
        Files.writeString(
                folder.newFolder("code").toPath().resolve("main.tf"), "resource \"terraform_data\" \"a\" {}\n");
    }

    /** Validates the code with a tool that is this script, within so many seconds. */
    private ObjectNode validate(String body, long seconds, JobRequest.ScanTerms terms) throws Exception {
        Path tool = root.resolve("terraform");
        Files.writeString(
                tool, "#!/bin/sh\n[ \"$1\" = version ] && echo 'Terraform v1.11.4' && exit 0\n" + body + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        KeyRing keys = KeyRing.open(new FileSecretStore(root.resolve("keys")), "evidence", () -> NOW);
        var signed = SignedContract.sign(contract(tool), keys.current()).json();
        Worker worker = new Worker(new WorkerTools(
                new LocalProcessRunner(), () -> NOW, Map.of("AWS_SECRET_ACCESS_KEY", "s3cret"), log::add));
        ObjectNode result = null;
        for (Phase phase : List.of(Phase.PREPARE, Phase.STATIC)) {
            result = worker.run(new TestJob(keys, root.resolve("iac-0011223344556677"))
                    .code(root.resolve("code").toString(), null)
                    .scan(terms)
                    .seconds(seconds)
                    .request(phase, signed));
        }
        return result;
    }

    private Contract contract(Path tool) throws IOException {
        return new Contract(
                Contract.VERSION,
                RUN,
                Operation.VALIDATE,
                new RunSource(
                        SourceKind.FORK_PULL_REQUEST,
                        "/nowhere.git",
                        null,
                        "PR-1",
                        null,
                        "mallory",
                        "mallory",
                        Trigger.PERSON,
                        Tri.UNKNOWN),
                new StackId("dev/web"),
                ".",
                root.resolve("iac-0011223344556677").toString(),
                null,
                "default",
                "untrusted",
                List.of(),
                new PoolTool("terraform", "1.11.4", tool.toString(), Sha256.ofFile(tool)),
                null,
                Sha256.of("policies"),
                null,
                List.of(),
                Constraints.NONE,
                List.of(),
                NOW.minusSeconds(60),
                NOW.plusSeconds(3600),
                null);
    }

    private static final JobRequest.ScanTerms BUILT_IN = new JobRequest.ScanTerms(true, List.of(), List.of());
    private static final String VALID = "[ $1 = validate ] && echo '{\"valid\":true,\"diagnostics\":[]}'; exit 0";

    @Test
    public void validate_endlessTool_isTimeoutAndTheWholeTreeIsDead() throws Exception {
        // On a machine under load the tool needs longer until it has begun at all.
        for (long seconds = 2; !Files.exists(seen) && seconds < 200; seconds *= 3) {
            long most = seconds;
            IacException e =
                    assertThrows(IacException.class, () -> validate(SandboxTest.stubborn(seen), most, BUILT_IN));
            assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
            assertTrue(e.getMessage(), e.getMessage().contains("TIMEOUT: not done after " + most + " s"));
            new WorkArea(root.resolve("iac-0011223344556677")).remove();
        }
        Gone.assertGone(seen);
    }

    @Test
    public void timeout_whereNobodySaysOne_isFiveMinutes() throws Exception {
        ObjectNode result = validate(VALID, 0, BUILT_IN);
        assertEquals(300, result.path("bounds").path("seconds").asInt());
    }

    @Test
    public void validate_twice_sameResultAndTheRunOnEveryLine() throws Exception {
        ObjectNode first = validate(VALID, 60, BUILT_IN);
        new WorkArea(root.resolve("iac-0011223344556677")).remove();
        assertEquals(Json.write(first), Json.write(validate(VALID, 60, BUILT_IN)));
        assertEquals("SUCCESS", first.path("status").asText());
        assertFalse(log.isEmpty());
        log.forEach(line -> line.lines().forEach(l -> assertTrue(l, l.startsWith(RUN + " "))));
    }

    @Test
    public void network_isDeniedToEverythingAndToDownloadsOnlyWhereNothingMayBeFetched() throws Exception {
        String look = "grep -q eth /proc/net/dev || [ $(grep -c : /proc/net/dev) -gt 1 ] && echo $1 online >> " + seen
                + " || echo $1 offline >> " + seen + "; " + VALID;
        ObjectNode offline = validate(look, 60, BUILT_IN);
        Assume.assumeTrue(
                "skipped: this machine has no denial of the network",
                offline.path("bounds").path("network").asText().equals("denied"));
        Assume.assumeTrue(
                "skipped: this machine has no network device",
                Files.readAllLines(Path.of("/proc/net/dev")).size() > 3);
        assertEquals(List.of("init offline", "validate offline"), Files.readAllLines(seen));
        Files.delete(seen);
        new WorkArea(root.resolve("iac-0011223344556677")).remove();
        validate(look, 60, new JobRequest.ScanTerms(true, List.of("registry.terraform.io/hashicorp/null"), List.of()));
        assertEquals(
                "what init fetches is started only offline",
                List.of("init online", "validate offline"),
                Files.readAllLines(seen));
    }

    @Test
    public void memoryAndFiles_areBounded() throws Exception {
        ObjectNode result = validate("ulimit -d >> " + seen + "; ulimit -f >> " + seen + "; " + VALID, 60, BUILT_IN);
        Assume.assumeTrue(
                "skipped: this machine has no bounds on memory",
                result.path("bounds").path("memory").asText().equals("bounded"));
        assertEquals(
                "kilobytes of memory, blocks of a file",
                List.of(String.valueOf(BoundedRunner.MEMORY >> 10), String.valueOf(BoundedRunner.FILE >> 9)),
                Files.readAllLines(seen).subList(0, 2));
    }

    @Test
    public void environment_hasNoCredentialOfTheMachine() throws Exception {
        validate("env >> " + seen + "; " + VALID, 60, BUILT_IN);
        assertFalse(Files.readString(seen).contains("s3cret"));
    }
}
