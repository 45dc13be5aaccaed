package io.jenkins.plugins.iac.benchmark;

import io.jenkins.plugins.iac.crypto.Hmac;
import io.jenkins.plugins.iac.plan.PlanJsonReader;
import io.jenkins.plugins.iac.plan.PlanLimits;
import io.jenkins.plugins.iac.plan.PlanRedactor;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.RiskJudge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What is made of a plan of 20,000 resources, each with a secret of its own; divide its size by the time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class PlanReadingBenchmark {
    private final byte[] plan;

    public PlanReadingBenchmark() {
        try {
            plan = LargePlan.bytes(20_000);
            System.out.println("plan of " + plan.length + " bytes");
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
    }

    /** From memory, summary and normalised hash. */
    @Benchmark
    public PlanSummary summary() {
        return new PlanJsonReader(PlanLimits.SUMMARY, RiskJudge.NONE).read(new ByteArrayInputStream(plan), "plan");
    }

    /** The same as a run reads it: with attributes, and a search for the secrets in what is shown of them. */
    @Benchmark
    public PlanSummary withSecrets() {
        return new PlanJsonReader(PlanLimits.REVIEW, RiskJudge.NONE).read(new ByteArrayInputStream(plan), "plan");
    }

    /** The same from a file, and the plan written again with its secrets replaced. */
    @Benchmark
    public PlanRedactor.Result redact(OnDisk disk) {
        return new PlanRedactor(new PlanJsonReader(PlanLimits.REVIEW, RiskJudge.NONE), new Hmac(new byte[32]))
                .redact(disk.file, OutputStream.nullOutputStream());
    }

    /** The plan as a file. */
    @State(Scope.Benchmark)
    public static class OnDisk {
        private Path file;

        @Setup
        public void write(PlanReadingBenchmark benchmark) throws IOException {
            file = Files.createTempFile("plan", ".json");
            Files.write(file, benchmark.plan);
        }

        @TearDown
        public void delete() throws IOException {
            Files.delete(file);
        }
    }
}
