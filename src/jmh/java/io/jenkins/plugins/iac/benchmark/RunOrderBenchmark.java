package io.jenkins.plugins.iac.benchmark;

import io.jenkins.plugins.iac.lock.RunOrder;
import io.jenkins.plugins.iac.lock.WaitingLine;
import io.jenkins.plugins.iac.lock.WaitingRun;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/**
 * So many runs wait over as many stacks: one enters, is asked for, goes and ends. Each stack depends on another; or none
 * does, and all are in a few environments that one run at a time may change, so that every write waits for every other.
 */
@State(Scope.Benchmark)
@Fork(1)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class RunOrderBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");

    @Param({"100", "10000"})
    public int waiting;

    /** Environments that one run at a time may change; 0 for none, and stacks that depend on each other. */
    @Param({"0", "10"})
    public int alone;

    private RunOrder order;
    private final WaitingLine line = new WaitingLine();
    private StackId[] stacks;
    private String[] names;
    private int next;

    @Setup
    public void fill() {
        stacks = new StackId[waiting + 1];
        names = new String[waiting];
        Map<StackId, List<StackId>> upstream = new HashMap<>();
        Map<String, Integer> limits = new HashMap<>();
        Map<StackId, String> environments = new HashMap<>();
        for (int i = 0; i <= waiting; i++) {
            stacks[i] = new StackId("prod/s" + i);
            if (alone > 0) {
                environments.put(stacks[i], "environment" + i % alone);
            } else if (i > 0) {
                upstream.put(stacks[i], List.of(stacks[(i - 1) / 4]));
            }
            limits.put("pool" + i % 200, 4);
        }
        Upstream graph = new Upstream(upstream);
        order = new RunOrder(graph, limits, environments);
        for (int i = 0; i < waiting; i++) {
            names[i] = "r" + i;
            order.enqueue(run("r" + i, i));
            line.enqueue(run("r" + i, i));
        }
        line.rules(graph, limits, environments);
    }

    private WaitingRun run(String name, int stack) {
        return new WaitingRun(
                name,
                stacks[stack],
                "pool" + stack % 200,
                WaitingRun.Lane.WRITE,
                WaitingRun.Priority.TRACKED,
                NOW.plusSeconds(stack));
    }

    /** One that goes before all others: where each waits for every other, it alone gets the environment. */
    private WaitingRun first(int stack) {
        return new WaitingRun(
                "x",
                stacks[stack],
                "pool" + stack % 200,
                WaitingRun.Lane.WRITE,
                WaitingRun.Priority.TRACKED,
                NOW.minusSeconds(1));
    }

    @Benchmark
    public boolean enterAskEnd() {
        next = next + 1 == waiting ? 0 : next + 1;
        String name = "x";
        order.enqueue(run(name, next));
        boolean may = order.mayGo(name, NOW) | order.mayGo("r" + next, NOW);
        order.finish(name);
        return may;
    }

    /** What the queue of a host does for a run that comes, is first asked about, gets its agent if it may, and ends. */
    @Benchmark
    public boolean lineEnterTakeEnd() {
        next = next + 1 == waiting ? 0 : next + 1;
        line.enqueue(alone > 0 ? first(next) : run("x", next));
        boolean took = line.mayGo("x", NOW) && line.take("x", NOW);
        line.finished("x");
        return took;
    }

    /** What the queue of a host asks again and again under its lock. */
    @Benchmark
    public boolean lineAsk() {
        next = next + 1 == waiting ? 0 : next + 1;
        return line.mayGo(names[next], NOW);
    }
}
