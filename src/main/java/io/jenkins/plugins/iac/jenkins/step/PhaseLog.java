package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.run.LogGap;
import io.jenkins.plugins.iac.run.RunServices;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes what a phase prints: into the build's log, which is not ours to close, and into a file of the run. Never fails: a
 * disk of the controller that is full is no reason to give up a tool that works on an agent. What did not get into the file
 * is missing there, and {@link #failure} says why.
 */
final class PhaseLog extends OutputStream {
    private static final Logger LOGGER = Logger.getLogger(PhaseLog.class.getName());

    private final PrintStream build;
    private OutputStream copy;
    private String failure;

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

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        build.write(bytes, offset, length);
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
