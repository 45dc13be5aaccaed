package io.jenkins.plugins.iac.jenkins.metrics;

import static io.jenkins.plugins.iac.run.RunState.CANCELED;
import static io.jenkins.plugins.iac.run.RunState.CHECKED;
import static io.jenkins.plugins.iac.run.RunState.FAILED;
import static io.jenkins.plugins.iac.run.RunState.NO_CHANGES;
import static io.jenkins.plugins.iac.run.RunState.PLAN_ONLY;
import static io.jenkins.plugins.iac.run.RunState.POLICY_FAILED;
import static io.jenkins.plugins.iac.run.RunState.REJECTED;

import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.policy.Point;
import io.jenkins.plugins.iac.run.Lifecycle;
import io.jenkins.plugins.iac.run.RunState;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * The series that are known before anything happens, so that every scraper, however many there are, has seen them as 0
 * before their first count. Those of stacks are not among them: in which pool a stack runs is known when it ran.
 */
final class KnownSeries {
    private static final Set<RunState> STATIC_ENDS = EnumSet.of(REJECTED, CHECKED, FAILED, CANCELED);
    private static final Set<RunState> DRIFT_ENDS =
            EnumSet.of(REJECTED, NO_CHANGES, POLICY_FAILED, PLAN_ONLY, FAILED, CANCELED);

    private KnownSeries() {}

    /** Has the series of these pools written, as far as they are labels, and those of runs that never came to a pool. */
    static void of(Collection<Pool> pools, Names names, Meters meters) {
        for (SourceKind kind : SourceKind.values()) {
            meters.known(Metric.ADMISSION_REJECTIONS, Labels.of("source", kind.id()));
        }
        counters(EnumSet.allOf(Operation.class), Labels.of("pool", Names.OTHER), meters);
        for (Pool pool : pools) {
            Labels labels = Labels.of("pool", names.pool(pool.name()));
            counters(pool.operations(), labels, meters);
            meters.known(Metric.QUEUE_SECONDS, labels);
            meters.known(Metric.AGENT_START_SECONDS, labels);
            meters.known(Metric.LOCK_WAIT_SECONDS, labels);
            for (Operation operation : pool.operations()) {
                if (isRun(operation) && !operation.isStatic()) {
                    meters.known(Metric.PLAN_SECONDS, labels.and("operation", operation.id()));
                }
            }
        }
    }

    private static void counters(Collection<Operation> operations, Labels pool, Meters meters) {
        meters.known(Metric.TOKENS_ISSUED, pool);
        for (Point point : Point.values()) {
            meters.known(Metric.POLICY_REJECTIONS, pool.and("point", point.id()));
        }
        for (Operation operation : operations) {
            if (isRun(operation)) {
                Labels labels = pool.and("operation", operation.id());
                for (RunState end : ends(operation)) {
                    meters.known(Metric.RUNS, labels.and("end", end.id()));
                }
            }
        }
    }

    /** An apply belongs to the run that planned it; an unlock is none. */
    private static boolean isRun(Operation operation) {
        return operation != Operation.APPLY && operation != Operation.UNLOCK;
    }

    private static Collection<RunState> ends(Operation operation) {
        if (operation.isStatic()) {
            return STATIC_ENDS;
        }
        return operation == Operation.DRIFT
                ? DRIFT_ENDS
                : Arrays.stream(RunState.values())
                        .filter(s -> Lifecycle.isEnd(s) && s != CHECKED)
                        .toList();
    }
}
