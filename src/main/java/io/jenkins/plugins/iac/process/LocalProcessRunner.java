package io.jenkins.plugins.iac.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs on this machine.
 *
 * <p>Stopping (timeout, interruption, output limit, failed sink) sends SIGTERM to the program alone, once: Terraform then
 * stops its own children in order and writes its state, whereas a provider that is itself sent SIGTERM dies and loses what
 * it had just made, and a second signal makes Terraform give up at once. After the grace the whole tree is killed. Every
 * run, a successful one too, ends with the death of whatever it left behind; see {@link ProcessTree} for what is found.
 *
 * <p>Where there is no SIGTERM (Windows) a stop is a kill. Safe for use by many threads.
 */
public final class LocalProcessRunner implements ProcessRunner {
    /** How long a sink may take for what is left in the pipes once the program has ended. */
    private static final Duration DRAIN = Duration.ofSeconds(60);

    @Override
    public ProcessResult run(ProcessSpec spec) {
        long start = System.nanoTime();
        if (Thread.currentThread().isInterrupted()) {
            return new ProcessResult(-1, ProcessResult.End.CANCELLED, Duration.ZERO);
        }
        ProcessTree tree = new ProcessTree();
        Process process = Launch.start(spec, tree);
        CompletableFuture<ProcessResult.End> stop = new CompletableFuture<>();
        OutputMeter meter = new OutputMeter(spec.outputLimit(), () -> stop.complete(ProcessResult.End.OUTPUT_LIMIT));
        Runnable sinkFailed = () -> stop.complete(ProcessResult.End.SINK_FAILED);
        boolean interrupted = false;
        try (Pump out = Pump.start("stdout", process.getInputStream(), spec.stdout(), meter, sinkFailed);
                Pump err = Pump.start("stderr", process.getErrorStream(), spec.stderr(), meter, sinkFailed)) {
            CompletableFuture<Process> exit = process.onExit();
            ProcessResult.End first = null;
            try {
                CompletableFuture.anyOf(exit, stop).get(nanos(spec.timeout()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                first = ProcessResult.End.TIMED_OUT;
            } catch (InterruptedException e) {
                first = ProcessResult.End.CANCELLED;
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("neither future can fail", e);
            }
            if (first != null) {
                stop.complete(first);
            }
            if (!exit.isDone()) {
                tree.terminate(process);
                interrupted |= Waiting.until(exit, nanos(spec.grace()));
            }
            tree.kill(process);
            interrupted |= Waiting.until(exit, nanos(DRAIN));
            out.processEnded();
            err.processEnded();
            boolean drained = out.join(DRAIN) & err.join(DRAIN);
            if (!drained) {
                stop.complete(ProcessResult.End.SINK_FAILED);
            }
        } finally {
            if (process.isAlive()) {
                tree.kill(process);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        int exitCode = process.isAlive() ? -1 : process.exitValue();
        return new ProcessResult(exitCode, stop.getNow(ProcessResult.End.EXITED), wall);
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(365)) > 0
                ? Duration.ofDays(365).toNanos()
                : Math.max(0, duration.toNanos());
    }
}
