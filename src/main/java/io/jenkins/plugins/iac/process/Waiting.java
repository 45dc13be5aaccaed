package io.jenkins.plugins.iac.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting that an interrupt does not cut short: what is being stopped has to be stopped to the end. */
final class Waiting {
    private Waiting() {}

    /** Waits for the future, at most this long; returns whether the thread was interrupted meanwhile (flag cleared). */
    static boolean until(CompletableFuture<?> future, long nanos) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + nanos;
        while (true) {
            try {
                future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (TimeoutException | ExecutionException e) {
                return interrupted;
            }
        }
    }
}
