package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.approval.Memberships;
import io.jenkins.plugins.iac.approval.PersonIds;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.FileSecretStore;
import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Liveness.Owner;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockBook;
import io.jenkins.plugins.iac.lock.LockClaim;
import io.jenkins.plugins.iac.lock.LockScope;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A crash in every state of the lifecycle: the journal is closed there, opened by the next process, and looked at. */
public class RecoveryTest {
    private static final StackId STACK = new StackId("prod/web");
    private static final RunSource SOURCE = new RunSource(
            SourceKind.BRANCH, null, "0".repeat(40), "main", null, "alice", "alice", Trigger.PERSON, Tri.UNKNOWN);
    /** What stays as it is; whatever is in neither list must end as canceled. */
    private static final Map<RunState, RunState> EXPECTED = new EnumMap<>(Map.of(
            RunState.AWAITING_APPROVAL, RunState.AWAITING_APPROVAL,
            RunState.APPROVED, RunState.APPROVED,
            RunState.APPLY_QUEUED, RunState.APPLY_QUEUED,
            RunState.APPLY_ASSIGNED, RunState.APPLY_QUEUED,
            RunState.APPLYING, RunState.APPLY_UNKNOWN,
            RunState.APPLIED, RunState.VERIFICATION_FAILED,
            RunState.VERIFYING, RunState.VERIFICATION_FAILED));

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private final InstantSource clock = () -> Instant.parse("2026-11-21T12:00:00Z");
    private Path home;
    private Journal journal;
    private RunServices services;

    @Before
    public void open() throws Exception {
        home = temporary.getRoot().toPath();
        journal = Journal.open(home.resolve("journal"), clock);
        Path catalog = home.resolve("iac.yaml");
        if (!Files.exists(catalog)) {
            Files.writeString(catalog, "environments:\n  - {name: prod}\n");
        }
        Admission admission = new Admission(CatalogLoader.load(catalog).orThrow());
        KeyRing keys = KeyRing.open(new FileSecretStore(home.resolve("keys")), "evidence", clock);
        services = new RunServices(
                () -> admission,
                new RunBook(journal, clock),
                keys,
                new Hmac(new byte[32]),
                new PlanVault(home.resolve("plans"), new byte[32]),
                new LockBook(journal),
                () -> EvidenceLog.open(home.resolve("evidence"), keys),
                home.resolve("runs"),
                clock,
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE,
                UnauthenticatedVotes.EVERYWHERE,
                false,
                null,
                "test");
    }

    @After
    public void close() {
        journal.close();
    }

    /** The next process opens what the one before left. */
    private List<Run> crashAndRecover(Owner owner) throws Exception {
        journal.close();
        open();
        return new Recovery(services, id -> owner).recover();
    }

    /** A shortest way to a state, by the table itself. */
    private static List<RunState> way(RunState to) {
        Deque<List<RunState>> ways = new ArrayDeque<>(List.of(List.of(RunState.REQUESTED)));
        while (!ways.isEmpty()) {
            List<RunState> way = ways.poll();
            RunState last = way.get(way.size() - 1);
            if (last == to) {
                return way;
            }
            for (RunState next : Lifecycle.following(last)) {
                List<RunState> longer = new ArrayList<>(way);
                longer.add(next);
                ways.add(longer);
            }
        }
        throw new AssertionError("no way to " + to);
    }

    private static ObjectNode plan() throws IOException {
        JsonNode golden = Json.parse(Files.readAllLines(Path.of("src/test/resources/golden/plan-digest-1.jsonl"))
                .get(0));
        ObjectNode plan = Json.object();
        plan.put("digest", golden.get("digest").asText());
        plan.set("parts", Json.parse(golden.get("canonical").asText()));
        plan.putObject("summary");
        return plan;
    }

    private Run runAt(RunState state) throws IOException {
        ObjectNode facts = Json.object();
        facts.putObject("request").put("stack", STACK.value()).put("operation", "plan");
        Run run = services.book().create(STACK.value(), Operation.PLAN, SOURCE, facts);
        services.plans().keep(run.id(), new ByteArrayInputStream(new byte[] {1}));
        for (RunState next : way(state).subList(1, way(state).size())) {
            ObjectNode more = Json.object();
            if (next == RunState.PLANNED) {
                more.set("plan", plan());
            }
            if (next == RunState.LOCKED) {
                Lock lock = services.locks()
                        .acquire(
                                new LockClaim(run.id(), STACK, "prod", clock.instant(), List.of(), List.of()),
                                "apply by alice");
                more.putObject("lock").put("token", lock.token());
            }
            run = services.book().step(run, next, more);
        }
        return run;
    }

    @Test
    public void recover_deadRunInEveryLiveState_endsWhereTheTableSays() throws Exception {
        List<RunState> live =
                Arrays.stream(RunState.values()).filter(Lifecycle::isLive).toList();
        for (RunState state : live) {
            temporary.delete();
            temporary.create();
            journal.close();
            open();
            Run before = runAt(state);
            RunState expected = EXPECTED.getOrDefault(state, RunState.CANCELED);
            crashAndRecover(Owner.DEAD);
            Run after = services.book().get(before.id());
            boolean waits = Lifecycle.isLive(expected);
            assertEquals(state + "", waits ? expected : RunState.SEALED, after.state());
            assertEquals(state + "", waits ? null : expected, after.end());
            assertEquals(
                    state + " keeps its plan",
                    waits,
                    Files.exists(services.plans().file(after.id())));
            Optional<Lock> lock = services.locks().table().lock(LockScope.stack(STACK));
            assertEquals(state + " freezes", Lifecycle.freezes(expected), lock.isPresent());
            assertTrue(lock.map(Lock::isFrozen).orElse(true));
            if (!waits) {
                assertTrue(after.fact("problem").path("found").asText().contains(state.id()));
                Path evidence = services.artifacts(after.id()).resolve(Sealer.EVIDENCE);
                Dsse envelope = Dsse.ofJson(Json.parse(Files.readString(evidence)));
                assertTrue(envelope.verify(services.keys().publicKeys()));
                JsonNode predicate = Json.mapper().readTree(envelope.payload()).path("predicate");
                assertEquals(expected.id(), predicate.path("outcome").asText());
                assertEquals(1, predicate.path("incidents").size());
            }
        }
    }

    @Test
    public void recover_again_changesNothing() throws Exception {
        runAt(RunState.APPLYING);
        assertEquals(1, crashAndRecover(Owner.DEAD).size());
        assertEquals(List.of(), crashAndRecover(Owner.DEAD));
        assertTrue(services.locks().table().lock(LockScope.stack(STACK)).isPresent());
    }

    @Test
    public void recover_aliveOrUnknown_isLeftAlone() throws Exception {
        for (Owner owner : new Owner[] {Owner.ALIVE, Owner.UNKNOWN}) {
            Run run = runAt(RunState.PLANNING);
            assertEquals(List.of(), crashAndRecover(owner));
            assertEquals(RunState.PLANNING, services.book().get(run.id()).state());
        }
    }

    @Test
    public void recover_diedBeforeTheLockWasNoted_releasesIt() throws Exception {
        Run run = runAt(RunState.APPLY_ASSIGNED);
        services.locks()
                .acquire(
                        new LockClaim(run.id(), STACK, "prod", clock.instant(), List.of(), List.of()),
                        "apply by alice");
        crashAndRecover(Owner.DEAD);
        assertEquals(RunState.APPLY_QUEUED, services.book().get(run.id()).state());
        assertFalse(services.locks().table().lock(LockScope.stack(STACK)).isPresent());
    }

    @Test
    public void recover_endedButNeitherFrozenNorSealed_isBoth() throws Exception {
        Run run = runAt(RunState.APPLYING);
        services.book().step(run, RunState.APPLY_FAILED);
        crashAndRecover(Owner.DEAD);
        assertEquals(RunState.APPLY_FAILED, services.book().get(run.id()).end());
        assertEquals(RunState.SEALED, services.book().get(run.id()).state());
        assertTrue(services.locks()
                .table()
                .lock(LockScope.stack(STACK))
                .orElseThrow()
                .isFrozen());
    }
}
