package io.jenkins.plugins.iac.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.approval.Memberships;
import io.jenkins.plugins.iac.approval.PersonIds;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
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
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** An engine over a directory that can be closed and opened again, as a process that dies and the next one. */
final class RunHome implements AutoCloseable {
    /** One stack, and a team that may override policies in its environment. */
    static final String WITH_OVERRIDES =
            """
            teams: [{name: oncall, users: [sam, tom]}]
            environments: [{name: prod, overrides: {team: oncall}}]
            scopes:
              - {path: "**", repository: "git@github.com:northstar/infra-live.git", ref: main, environment: prod, tool: {name: terraform, version: "1.11.4"}, backend: {type: local, config: {path: /state}}}
            stacks:
              - {id: prod/web, directory: web}
            """;

    static final StackId STACK = new StackId("prod/web");
    static final RunSource SOURCE = new RunSource(
            SourceKind.BRANCH, null, "0".repeat(40), "main", null, "alice", "alice", Trigger.PERSON, Tri.UNKNOWN);

    private final Path home;
    private final InstantSource clock;
    private Journal journal;
    private RunServices services;
    private Consumer<RunHome> whenSealing = h -> {};

    RunHome(Path home, InstantSource clock) throws IOException {
        this.home = home;
        this.clock = clock;
        open();
    }

    Journal journal() {
        return journal;
    }

    RunServices services() {
        return services;
    }

    Path home() {
        return home;
    }

    /** Called whenever the evidence log was opened to seal something. */
    void whenSealing(Consumer<RunHome> what) {
        whenSealing = what;
    }

    /** From now on no record is kept: as if the process had died before the next one. */
    void dieBeforeTheNextRecord() {
        try {
            Files.writeString(
                    home.resolve("journal/fence"), "{\"token\":999999,\"closed\":false,\"sequence\":0,\"sum\":\"\"}\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void open() throws IOException {
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
                () -> {
                    EvidenceLog log = EvidenceLog.open(home.resolve("evidence"), keys);
                    try {
                        whenSealing.accept(this);
                        return log;
                    } catch (RuntimeException e) {
                        log.close();
                        throw e;
                    }
                },
                home.resolve("runs"),
                clock,
                Memberships.RECORDED,
                PersonIds.CASE_INSENSITIVE,
                UnauthenticatedVotes.EVERYWHERE,
                false,
                null,
                "test");
    }

    @Override
    public void close() {
        journal.close();
    }

    /** The next process opens what the one before left, and looks at it. */
    List<Run> crashAndRecover(Owner owner) throws IOException {
        journal.close();
        whenSealing = h -> {};
        open();
        return new Recovery(services, id -> owner).recover();
    }

    /** A shortest way to a state, by the table itself. */
    static List<RunState> way(RunState to) {
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

    /** A new run that stands there. */
    Run runAt(RunState state) throws IOException {
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
}
