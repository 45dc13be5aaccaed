package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Facts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;

/** Invariants over branches, persons and what sets a run off: what is proved is true of every run. */
public class ReachInvariantsTest {
    private static final Path NORTHSTAR = Path.of("examples/northstar/iac.yaml");
    private static final Path SHIPPED = Path.of("examples/northstar/reach.yaml");

    private static List<Proof> prove(String catalog) {
        Catalog loaded = CatalogLoader.load(catalog, "test").orThrow();
        return new Reach(new Admission(loaded))
                .prove(Assertions.load(SHIPPED, loaded).orThrow("reach.yaml"));
    }

    @Test
    public void prove_northstar_everyInvariantHoldsOfSomePaths() throws IOException {
        List<Proof> proofs = prove(Files.readString(NORTHSTAR));
        assertEquals(9, proofs.size());
        for (Proof proof : proofs) {
            assertEquals(proof.assertion(), List.of(), proof.violations());
            assertTrue(proof + " speaks of nothing", proof.paths() > 0);
        }
    }

    @Test
    public void prove_oneChangeOfTheCatalog_breaksAndNamesThePath() throws IOException {
        String text = Files.readString(NORTHSTAR);
        String people = "nobody applies to production without two people";
        String[][] table = {
            {
                "{name: owner, when: \"true\", teams",
                "{name: owner, when: \"plan.delete > 0\", teams",
                people,
                "apply of prod/"
            },
            {
                "networks: [aws-api, prod-app]\n    ephemeral",
                "networks: [aws-api, prod-app, prod-network]\n    ephemeral",
                "only the network pool reaches the network",
                "pool-prod-app"
            },
            {
                "operations: [fmt, validate, static_policy]\n    ephemeral: true\n",
                "operations: [fmt, validate, static_policy]\n    networks: [corporate]\n    ephemeral: true\n",
                "no fork reaches a network",
                "fork_pull_request -> fmt"
            },
            {
                "    protected: true                       #",
                "    protected: false                      #",
                "production is changed from main only",
                "branch any other -> apply of prod/"
            },
            {
                "trigger == 'person' && actor in",
                "trigger != 'push' && actor in",
                "no timer applies the network foundation",
                "set off by timer -> apply of"
            },
            {
                "actor in ['pat', 'lea']",
                "actor != 'bob'",
                "the network foundation is applied by a person of the platform team",
                "by any other, set off by person -> apply of"
            },
        };
        for (String[] row : table) {
            assertTrue(row[0], text.contains(row[0]));
            List<Proof> broken = prove(text.replace(row[0], row[1])).stream()
                    .filter(p -> !p.violations().isEmpty())
                    .toList();
            Proof meant = broken.stream()
                    .filter(p -> p.assertion().equals(row[2]))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(row[1] + " breaks " + broken));
            String paths =
                    meant.violations().stream().map(v -> v.path().toString()).collect(Collectors.joining("\n"));
            assertTrue(row[1] + ": " + paths, paths.contains(row[3]));
        }
    }

    /** What admission itself holds for every catalog stays true whatever one change is made. */
    @Test
    public void prove_changesThatAdmissionAnswersItself_breakNothingOfIt() throws IOException {
        String text = Files.readString(NORTHSTAR);
        String[][] table = {
            {
                "operations: [fmt, validate, static_policy]\n    ephemeral: true\n",
                "operations: [fmt, validate, static_policy, plan, apply]\n    identities: [dev-plan]\n    ephemeral: true\n"
            },
            {
                "trust: protected\n    environments: [prod]\n    owners: [platform, ",
                "trust: standard\n    environments: [prod]\n    owners: [platform, "
            },
            {"environments: [dev, stage]", "environments: [dev, stage, prod]"},
        };
        Set<String> own = Set.of(
                "no fork reaches an identity", "no request changes anything", "no development pool reaches production");
        for (String[] row : table) {
            assertTrue(row[0], text.contains(row[0]));
            for (Proof proof : prove(text.replace(row[0], row[1]))) {
                if (own.contains(proof.assertion())) {
                    assertEquals(row[1] + " " + proof.assertion(), List.of(), proof.violations());
                }
            }
        }
    }

    @Test
    public void from_schedule_saysWhatExplainSays() {
        String catalog =
                """
                environments: [{name: dev}]
                pools: [{name: p, environments: [dev], operations: [plan, apply], tools: [{name: terraform, version: 1.11.4, path: /t, sha256: "%s"}]}]
                stacks: [{id: a, directory: a, repository: /srv/a.git, environment: dev, tool: {name: terraform, version: 1.11.4}}]
                rules: [{name: r, when: "operation == 'apply'", require: "trigger != 'timer'"}, {name: s, when: "operation == 'plan'", require: "trigger in ['push', 'person']"}]
                """
                        .formatted("0".repeat(64));
        Admission admission = new Admission(CatalogLoader.load(catalog, "test").orThrow());
        List<ReachPath> paths = new Reach(admission).from(Reach.any(SourceKind.SCHEDULE));
        Set<String> found = paths.stream()
                .filter(p -> !p.operation().isStatic())
                .map(ReachPath::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                "neither a timer nor a job that it starts plans",
                Set.of("schedule, set off by upstream -> apply of a -> p"),
                found);
        for (Operation operation : List.of(Operation.PLAN, Operation.APPLY)) {
            for (Trigger trigger : Callers.triggers(SourceKind.SCHEDULE)) {
                RunSource source =
                        new RunSource(SourceKind.SCHEDULE, null, null, null, null, null, null, trigger, Tri.UNKNOWN);
                boolean listed = new Reach(admission).from(source).stream().anyMatch(p -> p.operation() == operation);
                boolean admitted = admission
                        .decide(Request.of("a", operation, source, AdmissionTest.OPEN))
                        .admitted();
                assertEquals(operation + " by " + trigger, admitted, listed);
            }
        }
    }

    /** Soundness: a run that is admitted and breaks an invariant is never missed by the proof. */
    @Test
    public void prove_anyAdmittedRunThatBreaksAnInvariant_isFound() throws IOException {
        Assertions asked = Assertions.load(
                """
                assertions:
                  - {name: a, deny: "operation == 'apply' && source.ref == 'v1'"}
                  - {name: b, when: "environment.protected && operation == 'apply'", require: "source.ref == 'main'"}
                  - {name: c, when: "operation == 'apply'", require: "trigger == 'person' || trigger == 'push'"}
                  - {name: d, deny: "trigger == 'timer' && operation in ['apply', 'destroy']"}
                  - {name: e, when: "stack.id.endsWith('/network-foundation') && operation == 'apply'", require: "actor == 'pat'"}
                  - {name: f, deny: "operation == 'apply' && actor.endsWith('[bot]')"}
                  - {name: g, when: "operation == 'apply'", require: "source.ref.startsWith('release/') || source.ref == 'main' || source.kind == 'tag'"}
                  - {name: h, deny: "source.actor == 'alice' && trigger == 'upstream' && operation == 'apply'"}
                  - {name: i, require: "size(actor) < 6"}
                """);
        String[] refs = {"main", "release/1", "release/1/2", "v1", "feature"};
        String[] actors = {"alice", "pat", "lea", "x[bot]"};
        Random random = new Random(11);
        int broken = 0;
        for (Path file : List.of(Path.of("src/test/resources/admission/catalog.yaml"), NORTHSTAR)) {
            Catalog catalog = CatalogLoader.load(file).orThrow();
            Admission admission = new Admission(catalog);
            Reach reach = new Reach(admission);
            List<Assertion> assertions = asked.orThrow("test");
            Set<String> found = reach.prove(assertions).stream()
                    .filter(p -> !p.violations().isEmpty())
                    .map(Proof::assertion)
                    .collect(Collectors.toSet());
            Map<String, ReachPath> paths = new HashMap<>();
            reach.all(p -> {
                if (!p.breakGlass()) {
                    paths.put(p.source() + " " + p.stack() + " " + p.operation(), p);
                }
            });
            List<String> stacks =
                    catalog.stacks().stream().map(s -> s.id().value()).toList();
            for (int i = 0; i < 2_000; i++) {
                SourceKind kind = SourceKind.values()[random.nextInt(SourceKind.values().length)];
                List<Trigger> triggers = List.copyOf(Callers.triggers(kind));
                RunSource source = new RunSource(
                        kind,
                        AdmissionTest.REPOSITORY,
                        null,
                        refs[random.nextInt(refs.length)],
                        null,
                        actors[random.nextInt(actors.length)],
                        "bob",
                        triggers.get(random.nextInt(triggers.size())),
                        Tri.YES);
                Operation operation = Operation.values()[random.nextInt(Operation.values().length)];
                Request request =
                        Request.of(stacks.get(random.nextInt(stacks.size())), operation, source, AdmissionTest.OPEN);
                if (!admission.decide(request).admitted() || kind == SourceKind.MANUAL || kind == SourceKind.SCHEDULE) {
                    continue; // these take the stack's own ref
                }
                ReachPath path = paths.get(kind + " " + request.stack() + " " + operation);
                Facts facts =
                        PathFacts.asked(PathFacts.of(catalog, path), new Case(request, admission.post(request)), true);
                for (Assertion assertion : assertions) {
                    if (new AssertionRun(assertion, 1).isBrokenBy(facts)) {
                        broken++;
                        assertTrue(assertion.name() + " is broken by " + request, found.contains(assertion.name()));
                    }
                }
            }
            assertTrue("some hold: " + found, found.size() < assertions.size());
        }
        assertTrue("only " + broken, broken > 100);
    }
}
