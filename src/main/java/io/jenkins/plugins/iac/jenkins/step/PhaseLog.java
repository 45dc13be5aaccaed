package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.run.ApplySteps;
import io.jenkins.plugins.iac.run.LogGap;
import io.jenkins.plugins.iac.run.RunServices;
import io.jenkins.plugins.iac.worker.LockLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes what a phase prints: into the build's log, which is not ours to close, and into a file of the run. Never fails: a
 * disk of the controller that is full is no reason to give up a tool that works on an agent. What did not get into the file
 * is missing there, and {@link #failure} says why.
 */
final class PhaseLog extends OutputStream {
    private static final Logger LOGGER = Logger.getLogger(PhaseLog.class.getName());

    private static final int MOST = 1024;

    private final PrintStream build;
    private OutputStream copy;
    private String failure;
    private final StringBuilder line = new StringBuilder();
    private Optional<String> lock = Optional.empty();

    /** @param file appended to; null for none */
    PhaseLog(PrintStream build, Path file) {
        this.build = build;
        if (file != null) {
            attempt(() -> {
                Files.createDirectories(DurableFiles.directoryOf(file));
                copy = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            });
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            failure = failure == null ? e.toString() : failure;
        }
    }

    /** What the first failure was, or null. */
    String failure() {
        return failure;
    }

    /** Says and records it where something failed; whether it did. */
    boolean tell(RunServices services, String run) {
        if (failure == null) {
            return false;
        }
        build.println("what the tool prints cannot be kept with the run, so its apply.log is not whole: " + failure
                + "; the tool goes on");
        try {
            LogGap.note(services, run, failure);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "run " + run + ": " + failure, e);
        }
        return true;
    }

    /** The id of the backend's own lock, where the worker told it. */
    Optional<String> lock() {
        return lock;
    }

    /** Records that id at once: an agent that is lost answers no more. */
    void noteLock(RunServices services, String run) {
        try {
            lock.ifPresent(id -> new ApplySteps(services).backendLock(run, id));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "the backend's lock of run " + run + " is not recorded", e);
        }
    }

    private void hear(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                lock = LockLine.id(line.toString()).or(() -> lock);
                line.setLength(0);
            } else if (line.length() < MOST) {
                line.append((char) (bytes[i] & 0xff));
            }
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        build.write(bytes, offset, length);
        hear(bytes, offset, length);
        if (copy != null) {
            attempt(() -> copy.write(bytes, offset, length));
        }
    }

    @Override
    public void flush() {
        build.flush();
    }

    @Override
    public void close() {
        flush();
        if (copy != null) {
            attempt(copy::close);
        }
    }
}
