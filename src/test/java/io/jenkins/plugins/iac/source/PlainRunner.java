package io.jenkins.plugins.iac.source;

import io.jenkins.plugins.iac.process.ProcessResult;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.process.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program for a test, with none of the limits of the real runner, and remembers what it was asked. */
class PlainRunner implements ProcessRunner {
    final List<ProcessSpec> asked = new ArrayList<>();

    @Override
    public ProcessResult run(ProcessSpec spec) {
        asked.add(spec);
        ProcessBuilder builder =
                new ProcessBuilder(spec.command()).directory(spec.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(spec.environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread errors = new Thread(() -> drain(spec, process.getErrorStream()));
            errors.start();
            spec.stdout().read(process.getInputStream());
            errors.join();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end: " + spec.command());
            }
            return new ProcessResult(process.exitValue(), ProcessResult.End.EXITED, Duration.ZERO);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void drain(ProcessSpec spec, InputStream in) {
        try {
            spec.stderr().read(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
