package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What must hold of every decision, whatever is asked. */
public class AdmissionPropertyTest {
    private static final int REQUESTS = 4_000;
    private static final List<Path> CATALOGS =
            List.of(Path.of("src/test/resources/admission/catalog.yaml"), Path.of("examples/northstar/iac.yaml"));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Random random = new Random(4);

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private Request request(Catalog catalog) {
        String[] stacks = catalog.stacks().stream().map(s -> s.id().value()).toArray(String[]::new);
        RunSource source = new RunSource(
                any(SourceKind.values()),
                any(new String[] {AdmissionTest.REPOSITORY, AdmissionTest.REPOSITORY, "/srv/other.git", null}),
                any(new String[] {"0".repeat(40), null}),
                any(new String[] {"main", "main", "v1", "feature", null}),
                any(new String[] {"7", null}),
                any(new String[] {"alice", "pat", "x[bot]", null}),
                any(new String[] {"bob", null}),
                any(Trigger.values()),
                any(Tri.values()));
        String now = any(new String[] {"2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z", "2026-12-25T10:00:00Z", null});
        return new Request(
                random.nextInt(20) == 0 ? "no/such" : any(stacks),
                any(Operation.values()),
                source,
                now == null ? null : Instant.parse(now),
                random.nextInt(5) == 0,
                random.nextBoolean(),
                random.nextInt(5) == 0);
    }

    @Test
    public void decide_anyRequest_agreesWithItsReasonsAndNeverFailsOpen() {
        int admitted = 0;
        for (Path file : CATALOGS) {
            Catalog catalog = CatalogLoader.load(file).orThrow();
            Admission admission = new Admission(catalog);
            for (int i = 0; i < REQUESTS; i++) {
                Request request = request(catalog);
                AdmissionDecision decision = admission.decide(request);
                boolean all = decision.conditions().stream().allMatch(Condition::passed);
                boolean deferred = decision.conditions().stream().anyMatch(Condition::deferred);
                assertEquals(request.toString(), all, decision.admitted());
                assertEquals(request.toString(), all && deferred, decision.deferred());
                if (!decision.admitted()) {
                    continue;
                }
                admitted++;
                Operation operation = request.operation();
                SourceKind kind = request.source().kind();
                if (kind.isUntrusted() || operation.isStatic()) {
                    assertEquals(request.toString(), Lane.STATIC, decision.lane());
                    assertEquals(request.toString(), null, decision.identity());
                }
                if (operation.isWrite()) {
                    assertTrue(request.toString(), !kind.isRequest() && !request.replayed());
                }
                if (decision.lane() == Lane.FULL) {
                    assertTrue(request.toString(), decision.pool().operations().contains(operation));
                }
                if (request.signatureFinal()) {
                    assertTrue(request.toString(), !decision.deferred());
                }
            }
        }
        assertTrue("only " + admitted + " were admitted", admitted > 1_000);
    }

    @Test
    public void decide_factsTakenAway_neverAdmitsMore() {
        Catalog catalog = CatalogLoader.load(CATALOGS.get(0)).orThrow();
        Admission admission = new Admission(catalog);
        for (int i = 0; i < REQUESTS; i++) {
            Request full = request(catalog);
            RunSource s = full.source();
            if (s.kind() == SourceKind.SCHEDULE || s.kind() == SourceKind.MANUAL) {
                continue; // there the catalog itself supplies repository and ref
            }
            RunSource less = new RunSource(
                    s.kind(),
                    random.nextBoolean() ? s.repository() : null,
                    random.nextBoolean() ? s.commit() : null,
                    random.nextBoolean() ? s.ref() : null,
                    s.request(),
                    random.nextBoolean() ? s.actor() : null,
                    random.nextBoolean() ? s.author() : null,
                    random.nextBoolean() ? s.trigger() : Trigger.UNKNOWN,
                    random.nextBoolean() ? s.commitSigned() : Tri.UNKNOWN);
            Request known = new Request(full.stack(), full.operation(), s, full.now(), false, true, false);
            Request unknown = new Request(full.stack(), full.operation(), less, full.now(), false, true, false);
            if (admission.decide(unknown).admitted()) {
                assertTrue(
                        unknown + " is admitted, " + known + " is not",
                        admission.decide(known).admitted());
            }
        }
    }

    private String atom() {
        return any(new String[] {
            "stack.owner == 'payments'",
            "stack.owner in ['platform', 'payments']",
            "stack.id.startsWith('prod/')",
            "stack.id.endsWith('/network-foundation')",
            "stack.resourceClass == 'network'",
            "environment.name == 'prod'",
            "environment.protected",
            "operation == 'apply'",
            "operation in ['plan', 'drift', 'destroy']",
            "pool.trust == 'protected'",
            "pool.name != 'dev'",
            "source.kind == 'branch'",
            "source.ref == 'main'",
            "source.commitSigned",
            "actor in ['pat', 'alice']",
            "trigger == 'timer'",
            "source.author != ''",
        });
    }

    private String expression(int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 4)) {
            case 1 -> "(" + expression(depth - 1) + " && " + expression(depth - 1) + ")";
            case 2 -> "(" + expression(depth - 1) + " || " + expression(depth - 1) + ")";
            case 3 -> "!(" + expression(depth - 1) + ")";
            default -> atom();
        };
    }

    /** Decisions take short cuts through an index of rules; reasons come from every rule. Both must say the same. */
    @Test
    public void decide_anyRules_theIndexAgreesWithAllRules() throws Exception {
        String base = Files.readString(CATALOGS.get(0));
        int admitted = 0;
        int refused = 0;
        for (int round = 0; round < 30; round++) {
            StringBuilder rules = new StringBuilder("rules:\n");
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                // Most rules are about something rare, so that enough is admitted to compare.
                rules.append("  - {name: r%d, when: \"%s && %s\", require: \"%s || %s\", message: m}%n"
                        .formatted(i, atom(), expression(2), expression(2), atom()));
            }
            Path file = folder.newFile("catalog" + round + ".yaml").toPath();
            Files.writeString(file, base.replaceFirst("(?s)rules:\\n.*?(?=policies:)", rules.toString()));
            Catalog catalog = CatalogLoader.load(file).orThrow();
            Admission admission = new Admission(catalog);
            for (int i = 0; i < 300; i++) {
                Request request = request(catalog);
                AdmissionDecision decision = admission.decide(request);
                boolean all = decision.conditions().stream().allMatch(Condition::passed);
                assertEquals(request + " under\n" + rules, all, decision.admitted());
                admitted += all ? 1 : 0;
                refused += decision.conditions().stream()
                                .anyMatch(c -> !c.passed() && c.rule().startsWith("rule:"))
                        ? 1
                        : 0;
            }
        }
        assertTrue(admitted + " admitted, " + refused + " refused by a rule", admitted > 300 && refused > 300);
    }
}
