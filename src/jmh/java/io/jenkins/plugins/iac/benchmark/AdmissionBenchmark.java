package io.jenkins.plugins.iac.benchmark;

import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.Reach;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.admission.Violation;
import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** Decisions on applies, by 500 rules and 200 pools, of few stacks and of many; and all paths held against assertions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx256m")
public class AdmissionBenchmark {
    private static final int LOOKED_AT = 100;

    @Param({"100", "10000"})
    public int stacks;

    private Admission admission;
    private Request[] requests;
    private List<Assertion> assertions;
    private int next;

    @Setup
    public void load() {
        Catalog catalog = CatalogLoader.load(LargeCatalog.text(stacks), "large").orThrow();
        admission = new Admission(catalog);
        requests = new Request[stacks];
        for (int i = 0; i < stacks; i++) {
            RunSource source = new RunSource(
                    SourceKind.BRANCH,
                    "https://git.example/infra.git",
                    "c",
                    "main",
                    null,
                    "alice",
                    "alice",
                    Trigger.PUSH,
                    Tri.YES);
            // A stride that meets all of them, in an order that no cache can guess.
            int stack = (int) (i * 7_919L % stacks);
            requests[i] = Request.of(LargeCatalog.id(stack), Operation.APPLY, source, Instant.EPOCH);
            if (!admission.decide(requests[i]).admitted()) {
                throw new IllegalStateException(
                        admission.decide(requests[i]).failures().toString());
            }
        }
        assertions = Assertions.load(Path.of("bench", "reach.yaml")).orThrow("reach.yaml");
    }

    /** Every stack in turn: what is kept of 10,000 stacks is larger than the processor's caches. */
    @Benchmark
    public boolean decideOnAll() {
        next = next + 1 == stacks ? 0 : next + 1;
        return admission.decide(requests[next]).admitted();
    }

    /** The same hundred stacks of them: what a decision costs by itself. */
    @Benchmark
    public boolean decideOnAHundred() {
        next = next + 1 == LOOKED_AT ? 0 : next + 1;
        return admission.decide(requests[next]).admitted();
    }

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(value = 3, jvmArgs = "-Xmx256m")
    public List<Violation> assertAll() {
        return new Reach(admission).check(assertions);
    }
}
