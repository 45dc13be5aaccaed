package io.jenkins.plugins.iac.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives one output of a process to its sink on a thread of its own, and goes on emptying the pipe after the sink is done
 * with it, so that a program that is being stopped is never stuck in a write.
 *
 * <p>The pipe is never read while it is empty: a read that blocks cannot be called back, and a process that left the tree
 * with the pipe in its hands would hold the thread for ever. The sink sees the end of the output once the process has
 * ended and the pipe is empty.
 */
final class Pump extends InputStream {
    private static final long SHORTEST_PAUSE = 50_000;
    private static final long LONGEST_PAUSE = 5_000_000;

    private final InputStream pipe;
    private final OutputSink sink;
    private final OutputMeter meter;
    private final Runnable failed;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean ended;
    private volatile boolean given;
    private volatile boolean cut;
    private Thread thread;

    private Pump(InputStream pipe, OutputSink sink, OutputMeter meter, Runnable failed) {
        this.pipe = pipe;
        this.sink = sink;
        this.meter = meter;
        this.failed = failed;
    }

    static Pump start(String name, InputStream pipe, OutputSink sink, OutputMeter meter, Runnable failed) {
        Pump pump = new Pump(pipe, sink, meter, failed);
        pump.thread = new Thread(pump::run, "iac-" + name);
        pump.thread.setDaemon(true);
        pump.thread.start();
        return pump;
    }

    private void run() {
        try {
            sink.read(this);
        } catch (IOException | RuntimeException | Error e) {
            failed.run();
        }
        try {
            byte[] rest = new byte[1 << 16];
            while (!given && read(rest, 0, rest.length) >= 0) {
                continue;
            }
        } catch (IOException e) {
            failed.run();
        } finally {
            done.countDown();
        }
    }

    /** No more will come than is in the pipe now. */
    void processEnded() {
        ended = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the sink to be done; false if it was not in time. */
    boolean join(Duration limit) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    return done.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long pause = SHORTEST_PAUSE;
        while (!given) {
            boolean last = ended;
            int ready = pipe.available();
            if (ready > 0) {
                int n = pipe.read(buffer, offset, Math.min(ready, length));
                int allowed = cut ? 0 : meter.take(n);
                if (allowed > 0) {
                    return allowed;
                }
                cut = true;
            } else if (last) {
                return -1;
            } else {
                LockSupport.parkNanos(pause);
                pause = Math.min(LONGEST_PAUSE, pause * 2);
            }
        }
        return -1;
    }

    @Override
    public int available() throws IOException {
        return cut ? 0 : pipe.available();
    }

    /** The runner is done with this pump; a sink that still reads sees the end. */
    @Override
    public void close() {
        given = true;
    }
}
