package io.jenkins.plugins.iac.worker;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.SignedContract;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.RunTask;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.TaskStage;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.plan.DigestPart;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.runtask.TaskClient;
import io.jenkins.plugins.iac.runtask.TaskQuestion;
import io.jenkins.plugins.iac.worker.JobRequest.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Requests on an agent that were put together from a genuine contract and something else: nothing is started. */
public class ForgedRequestTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final PlanDigest APPROVED = parts("approved");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final AtomicInteger started = new AtomicInteger();
    private Path area;
    private KeyRing keys;

    @Before
    public void keys() throws IOException {
        area = folder.getRoot().toPath().toRealPath().resolve("area");
        keys = MemoryStore.ring(() -> NOON);
    }

    private static PlanDigest parts(String planFile) {
        return PlanDigest.builder()
                .put(DigestPart.STACK, "dev/a")
                .put(DigestPart.PLAN_FILE, Sha256.of(planFile))
                .build();
    }

    @Test
    public void phase_thatTheContractIsNotFor_isRefused() {
        Object[][] cases = {
            {Phase.PLAN, Operation.VALIDATE, "contract.operation"},
            {Phase.PLAN, Operation.FMT, "contract.operation"},
            {Phase.PLAN, Operation.STATIC_POLICY, "contract.operation"},
            {Phase.ASK, Operation.VALIDATE, "contract.operation"},
            {Phase.STATIC, Operation.PLAN, "contract.operation"},
            {Phase.STATIC, Operation.DESTROY, "contract.operation"},
        };
        for (Object[] c : cases) {
            JobRequest request = request((Phase) c[0], contract((Operation) c[1], null), null);
            IacException e = assertThrows(IacException.class, () -> worker().run(request));
            assertEquals(IacException.Kind.REFUSED, e.kind());
            assertEquals(c[2], e.conditions().get(0).rule());
        }
        assertEquals("processes that were started", 0, started.get());
    }

    @Test
    public void apply_withAContractThatIsNotForIt_startsNothing() {
        notStarted(contract(Operation.PLAN, APPROVED.digest()), APPROVED.json(), "contract.operation");
        notStarted(contract(Operation.VALIDATE, null), APPROVED.json(), "contract.operation");
        notStarted(contract(Operation.APPLY, null), APPROVED.json(), "contract.planDigest");
        notStarted(contract(Operation.APPLY, APPROVED.digest()), null, "contract.planDigest");
    }

    @Test
    public void apply_partsOfAnotherPlan_startsNothing() {
        notStarted(
                contract(Operation.APPLY, APPROVED.digest()), parts("another").json(), "contract.planDigest");
        ObjectNode fewer = APPROVED.json();
        fewer.remove(DigestPart.PLAN_FILE.id());
        notStarted(contract(Operation.APPLY, APPROVED.digest()), fewer, "planFile");
    }

    @Test
    public void ask_questionsOfAnotherRunOrUnsigned_startNoProgram() throws IOException {
        RunTask task = new RunTask(
                "scan",
                List.of("before_plan"),
                true,
                null,
                List.of("/bin/true"),
                Duration.ofSeconds(5),
                null,
                null,
                false);
        Contract contract = contract(Operation.PLAN, null);
        SigningKey stranger = MemoryStore.ring(() -> NOON).current();
        Object[][] cases = {
            {keys.current(), "20261121-114417-00000000"},
            {stranger, contract.run()},
        };
        for (Object[] one : cases) {
            TaskQuestion question = new TaskClient((SigningKey) one[0], () -> NOON, null)
                    .question(task, TaskStage.BEFORE_PLAN, one[1].toString(), Json.object(), Duration.ofMinutes(1));
            JobRequest request = request(Phase.PREPARE, contract, null).asking(List.of(question));
            IacException e = assertThrows(IacException.class, () -> worker().run(request));
            assertEquals("contract.questions", e.conditions().get(0).rule());
        }
        assertEquals("processes that were started", 0, started.get());
    }

    @Test
    public void contract_signedBySomebodyElse_isRefused() throws IOException {
        SignedContract forged = SignedContract.sign(
                contract(Operation.APPLY, APPROVED.digest()),
                MemoryStore.ring(() -> NOON).current());
        JobRequest request = request(Phase.APPLY, forged.json(), APPROVED.json());
        IacException e = assertThrows(IacException.class, () -> worker().run(request));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertFalse(Files.exists(area));
    }

    private void notStarted(Contract contract, ObjectNode expected, String why) {
        ObjectNode answer = worker().run(request(Phase.APPLY, contract, expected));
        assertFalse(answer.toString(), answer.path("started").asBoolean(true));
        assertTrue(answer.toString(), answer.path("problem").toString().contains(why));
        assertEquals("processes that were started", 0, started.get());
    }

    private Worker worker() {
        return new Worker(new WorkerTools(
                spec -> {
                    started.incrementAndGet();
                    throw new AssertionError("started " + spec.command());
                },
                () -> NOON,
                Map.of(),
                line -> {}));
    }

    private JobRequest request(Phase phase, Contract contract, ObjectNode expected) {
        return request(phase, SignedContract.sign(contract, keys.current()).json(), expected);
    }

    private JobRequest request(Phase phase, ObjectNode contract, ObjectNode expected) {
        return new TestJob(keys, area).exactArea().expected(expected).request(phase, contract);
    }

    private Contract contract(Operation operation, Sha256 digest) {
        return new Contract(
                Contract.VERSION,
                "20261121-115900-4f2a9c01",
                operation,
                new RunSource(
                        SourceKind.BRANCH,
                        "git@github.com:northstar/infra-live.git",
                        "0123456789abcdef0123456789abcdef01234567",
                        "main",
                        null,
                        "alice",
                        "carol",
                        Trigger.PERSON,
                        Tri.YES),
                new StackId("dev/a"),
                "dev/a",
                area.toString(),
                null,
                "default",
                "all",
                List.of(),
                new PoolTool("terraform", "1.11.4", "/usr/local/bin/terraform", Sha256.of("tool")),
                null,
                Sha256.of("policies"),
                null,
                List.of(),
                new Constraints(false, 0, null, List.of()),
                List.of(),
                NOON,
                NOON.plusSeconds(3600),
                digest);
    }
}
