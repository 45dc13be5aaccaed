package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Backend;
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
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the worker refuses before anything of the code is executed; the tool is a script that says when it is called. */
public class PreparationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path code;
    private Path called;
    private Path tool;
    private KeyRing keys;

    @Before
    public void machine() throws Exception {
        root = folder.getRoot().toPath().toRealPath();
        code = Files.createDirectories(root.resolve("code/live/web"))
                .getParent()
                .getParent();
        Files.writeString(code.resolve("live/web/main.tf"), "resource \"terraform_data\" \"a\" {}\n");
        called = root.resolve("called");
        tool = root.resolve("terraform");
        Files.writeString(
                tool,
                "#!/bin/sh\necho \"$@\" >> " + called + "\n[ \"$1\" = version ] && echo 'Terraform v1.11.4'\nexit 0\n");
        assertTrue(tool.toFile().setExecutable(true));
        keys = KeyRing.open(new FileSecretStore(root.resolve("keys")), "evidence", () -> NOW);
    }

    private Contract contract(String directory, Sha256 toolSum, String commit, Instant expires) {
        return new Contract(
                Contract.VERSION,
                "20261121-115900-4f2a9c01",
                Operation.PLAN,
                new RunSource(
                        SourceKind.BRANCH,
                        "/nowhere.git",
                        commit,
                        "main",
                        null,
                        "alice",
                        "alice",
                        Trigger.PERSON,
                        Tri.UNKNOWN),
                new StackId("dev/web"),
                directory,
                root.resolve("iac-0011223344556677").toString(),
                new Backend("local", Map.of("path", "/state")),
                "default",
                "all",
                List.of(),
                new PoolTool("terraform", "1.11.4", tool.toString(), toolSum),
                null,
                Sha256.of("policies"),
                null,
                List.of(),
                Constraints.NONE,
                List.of(),
                NOW.minusSeconds(60),
                expires,
                null);
    }

    private Contract good() throws Exception {
        return contract("live/web", Sha256.ofFile(tool), null, NOW.plusSeconds(3600));
    }

    private JobRequest request(Phase phase, JsonNode signed, String copyOf, String location) {
        return new TestJob(keys, root.resolve("iac-0011223344556677"))
                .code(copyOf, location)
                .request(phase, signed);
    }

    private ObjectNode run(Phase phase, JsonNode signed) {
        return worker().run(request(phase, signed, code.toString(), null));
    }

    private Worker worker() {
        return new Worker(new WorkerTools(new LocalProcessRunner(), () -> NOW, Map.of("PATH", "/usr/bin"), line -> {}));
    }

    private JsonNode signed(Contract contract) {
        return SignedContract.sign(contract, keys.current()).json();
    }

    private IacException refused(IacException.Kind kind, JsonNode signed) {
        IacException e = assertThrows(IacException.class, () -> run(Phase.PREPARE, signed));
        assertEquals(e.getMessage(), kind, e.kind());
        return e;
    }

    private void nothingIsLeft() {
        assertFalse("a directory is left", Files.exists(root.resolve("iac-0011223344556677")));
    }

    @Test
    public void prepare_allRight_measuresAndExecutesNothingButTheVersion() throws Exception {
        ObjectNode found = run(Phase.PREPARE, signed(good()));
        assertEquals(Sha256.ofFile(tool).toString(), found.path("toolSha256").asText());
        assertTrue(found.path("sourceTree").asText().startsWith("sha256:"));
        assertTrue(found.path("commit").isNull());
        assertEquals("unknown", found.path("signature").path("signed").asText());
        assertEquals("version", Files.readString(called).strip());
    }

    @Test
    public void prepare_contractNotSignedByThem_isRefusedBeforeAnything() throws Exception {
        KeyRing stranger = KeyRing.open(new FileSecretStore(root.resolve("stranger")), "evidence", () -> NOW);
        refused(
                IacException.Kind.REFUSED,
                SignedContract.sign(good(), stranger.current()).json());
        ObjectNode changed = signed(good()).deepCopy();
        changed.put(
                "payload",
                signed(contract("live", Sha256.ofFile(tool), null, NOW.plusSeconds(3600)))
                        .path("payload")
                        .asText());
        refused(IacException.Kind.REFUSED, changed);
        assertFalse(Files.exists(called));
        nothingIsLeft();
    }

    @Test
    public void prepare_contractThatIsVoid_isRefused() throws Exception {
        refused(IacException.Kind.REFUSED, signed(contract("live/web", Sha256.ofFile(tool), null, NOW)));
        assertFalse(Files.exists(called));
        nothingIsLeft();
    }

    @Test
    public void prepare_keysThatAreNone_isRefused() throws Exception {
        JobRequest bad = request(Phase.PREPARE, signed(good()), code.toString(), null);
        ObjectNode json = bad.json();
        json.set("keys", Json.object().put("keys", "none"));
        assertThrows(RuntimeException.class, () -> worker().run(JobRequest.ofJson(json)));
        assertFalse(Files.exists(called));
        nothingIsLeft();
    }

    @Test
    public void prepare_toolOfAnotherChecksum_isRefusedAndNeverExecuted() throws Exception {
        refused(
                IacException.Kind.REFUSED,
                signed(contract("live/web", Sha256.of("the real one"), null, NOW.plusSeconds(3600))));
        assertFalse("it was executed to ask for its version", Files.exists(called));
        nothingIsLeft();
    }

    @Test
    public void prepare_directoryThatIsNotThereOrOutside_isRefused() throws Exception {
        for (String directory : List.of("live/none", "../code/live/web", "live/web/main.tf")) {
            refused(
                    IacException.Kind.BAD_INPUT,
                    signed(contract(directory, Sha256.ofFile(tool), null, NOW.plusSeconds(3600))));
            nothingIsLeft();
        }
    }

    @Test
    public void prepare_commitThatTheRepositoryDoesNotHave_failsAndLeavesNothing() throws Exception {
        Contract contract = contract("live/web", Sha256.ofFile(tool), "0".repeat(40), NOW.plusSeconds(3600));
        JobRequest request = request(
                Phase.PREPARE,
                signed(contract),
                null,
                root.resolve("no-repository").toString());
        assertThrows(IacException.class, () -> worker().run(request));
        nothingIsLeft();
    }

    @Test
    public void prepare_codeThatTheCatalogForbids_isAFindingAndNothingOfItIsExecuted() throws Exception {
        Files.writeString(
                code.resolve("live/web/evil.tf"),
                "data \"external\" \"x\" {\n  program = [\"touch\", \"" + root.resolve("pwned") + "\"]\n}\n");
        JsonNode findings = run(Phase.PREPARE, signed(good())).path("findings");
        assertTrue(findings.toString(), findings.valueStream().anyMatch(c -> !c.path("passed")
                .asBoolean(true)));
        assertEquals("version", Files.readString(called).strip());
        assertFalse(Files.exists(root.resolve("pwned")));
    }

    @Test
    public void plan_directoryThatThisRunDidNotPrepare_isRefused() throws Exception {
        IacException e = assertThrows(IacException.class, () -> run(Phase.PLAN, signed(good())));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertFalse(Files.exists(called));
    }
}
