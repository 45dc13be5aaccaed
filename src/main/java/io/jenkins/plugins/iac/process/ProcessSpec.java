package io.jenkins.plugins.iac.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What to run.
 *
 * @param doing what this is for, as an error says it: {@code planning prod/eu-west-1/payments-db}
 * @param command absolute path of the program and its arguments; no secret among them; no shell reads them
 * @param directory working directory
 * @param environment the whole environment of the child: nothing is inherited
 * @param timeout after this the process tree is asked to stop, then killed
 * @param grace how long the tree has between being asked and being killed
 * @param outputLimit most bytes of standard output plus standard error; more of it kills the tree
 * @param stdout receives standard output
 * @param stderr receives standard error
 */
public record ProcessSpec(
        String doing,
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Duration timeout,
        Duration grace,
        long outputLimit,
        OutputSink stdout,
        OutputSink stderr) {

    public ProcessSpec {
        Objects.requireNonNull(doing, "doing");
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(stdout, "stdout");
        Objects.requireNonNull(stderr, "stderr");
    }
}
