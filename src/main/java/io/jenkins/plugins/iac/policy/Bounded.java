package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Tri;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Evaluates a condition over a whole plan, bounded twice: by the steps that its {@link Vocabulary} allows, and by the clock.
 * What fails, in any way, is unknown, which every caller takes for the stricter answer. In the caller's thread, or one of its
 * own where the condition has loops.
 */
public final class Bounded {
    /** Longest time for one condition. */
    public static final Duration MOST = Duration.ofSeconds(5);

    private Bounded() {}

    /** Within {@link #MOST}. */
    public static Outcome evaluate(Expression expression, Facts facts) {
        return evaluate(expression, facts, MOST);
    }

    static Outcome evaluate(Expression expression, Facts facts, Duration most) {
        try {
            return expression.isSimple() ? expression.evaluate(facts) : beside(expression, facts, most);
        } catch (RuntimeException | StackOverflowError e) {
            return failed(e);
        }
    }

    /** A condition with loops runs beside us: its steps are counted by the library, its time is ours to count. */
    private static Outcome beside(Expression expression, Facts facts, Duration most) {
        FutureTask<Outcome> task = new FutureTask<>(() -> expression.evaluate(facts));
        Thread thread = new Thread(task, "iac-policy");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return new Outcome(Tri.UNKNOWN, "the evaluation took longer than " + most.toMillis() + " ms");
        } catch (ExecutionException e) {
            return failed(e.getCause());
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return new Outcome(Tri.UNKNOWN, "the evaluation was interrupted");
        }
    }

    static Outcome failed(Throwable e) {
        return new Outcome(Tri.UNKNOWN, "the evaluation failed: " + e.getClass().getSimpleName());
    }
}
