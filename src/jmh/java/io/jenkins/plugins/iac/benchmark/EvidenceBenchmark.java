package io.jenkins.plugins.iac.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.crypto.Dsse;
import io.jenkins.plugins.iac.crypto.KeyRing;
import io.jenkins.plugins.iac.crypto.MemoryStore;
import io.jenkins.plugins.iac.crypto.PublicKeys;
import io.jenkins.plugins.iac.crypto.SigningKey;
import io.jenkins.plugins.iac.evidence.EvidenceLog;
import io.jenkins.plugins.iac.evidence.Predicate;
import io.jenkins.plugins.iac.evidence.Statement;
import io.jenkins.plugins.iac.evidence.Subject;
import io.jenkins.plugins.iac.evidence.VerificationResult;
import io.jenkins.plugins.iac.evidence.Verifier;
import io.jenkins.plugins.iac.json.CanonicalJson;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What evidence costs beside the signatures in it: a run's record has two, its own and that of the order within. Sealing, taking
 * into the log (with its sync to the disk) and verifying a whole log stand beside the bare signatures of as many records.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class EvidenceBenchmark {
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    /** Records of the log that is verified. */
    @Param("1000")
    public int records;

    private Path directory;
    private KeyRing keys;
    private PublicKeys known;
    private EvidenceLog log;
    private final List<Dsse> bare = new ArrayList<>();
    private int next;

    @Setup
    public void fill() throws IOException {
        directory = Files.createTempDirectory("evidence-benchmark");
        keys = MemoryStore.ring(() -> NOON.minusSeconds(3600));
        known = keys.publicKeys();
        List<Dsse> all = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            all.add(seal("run-" + i));
            bare.add(all.get(i));
            bare.add(order("run-" + i));
        }
        try (EvidenceLog whole = EvidenceLog.open(directory.resolve("whole"), keys)) {
            whole.appendAll(all);
        }
        log = EvidenceLog.open(directory.resolve("growing"), keys);
    }

    @TearDown
    public void remove() throws IOException {
        log.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The two signatures of a record alone. */
    @Benchmark
    public Dsse signTwice() {
        SigningKey key = keys.current();
        Dsse first = bare.get(next++ % bare.size());
        Dsse.sign(first.payloadType(), first.payload(), key);
        return Dsse.sign(first.payloadType(), first.payload(), key);
    }

    /** A record: put together, written canonically, signed. */
    @Benchmark
    public Dsse sealOne() {
        return seal("run-" + next++);
    }

    /** The same, and taken into the log: synced, under a new signed checkpoint. */
    @Benchmark
    public EvidenceLog.Appended sealAndAppend() {
        return log.append(seal("appended-" + next++));
    }

    /** The signatures of all records alone. */
    @Benchmark
    public boolean verifySignatures() {
        boolean good = true;
        for (Dsse envelope : bare) {
            good &= envelope.verify(known);
        }
        return good;
    }

    /** The whole log: signatures, contents, tree and checkpoint. */
    @Benchmark
    public VerificationResult verifyLog() {
        VerificationResult result =
                Verifier.verify(List.of(), Optional.of(directory.resolve("whole")), known, Optional.empty());
        if (!result.verified() || result.records() != records) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    private static ObjectNode document(String run) {
        return Json.object().put("run", run).put("operation", "apply").put("stack", "prod/eu-west-1/payments-db");
    }

    private Dsse order(String run) {
        return Dsse.sign("application/json", CanonicalJson.bytes(document(run)), keys.current());
    }

    private Dsse seal(String run) {
        ObjectNode parts = Json.object().put("digestVersion", 1).put("stack", "prod/eu-west-1/payments-db");
        parts.put("operation", "apply").put("commit", "c".repeat(40));
        Sha256 plan = Sha256.of("plan of " + run);
        parts.put("planFile", plan.toString()).put("stateSerial", 41).put("stateLineage", "lineage");
        ObjectNode document = document(run);
        ObjectNode predicate = new Predicate(run, "apply", "prod/eu-west-1/payments-db", "prod", "verified", NOON)
                .source(Json.object()
                        .put("commit", "c".repeat(40))
                        .put("actor", "alice")
                        .put("trigger", "push"))
                .contract(document, order(run))
                .context(Json.object().put("pool", "data").put("tool", "opentofu"))
                .plan(CanonicalJson.hash(parts), parts, Json.object().put("create", 1))
                .applied(CanonicalJson.hash(parts), NOON.minusSeconds(60), NOON.minusSeconds(30), "applied")
                .step("requested", NOON.minusSeconds(600))
                .step("applying", NOON.minusSeconds(60))
                .step("applied", NOON.minusSeconds(30))
                .step("verified", NOON.minusSeconds(1))
                .build();
        return new Statement(
                        List.of(
                                new Subject(Subject.REQUEST, CanonicalJson.hash(document)),
                                new Subject(Subject.PLAN, plan)),
                        predicate)
                .seal(keys.current());
    }
}
