package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.process.ProcessRunner;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a worker works with.
 *
 * @param runner runs programs
 * @param clock tells the time
 * @param inherited environment of this machine, never that of the job
 * @param log takes lines for a person, secrets masked
 */
public record WorkerTools(
        ProcessRunner runner, InstantSource clock, Map<String, String> inherited, Consumer<String> log) {
    /** A directory that a test or a pool may name instead of the usual one. */
    public static final Path ROOT = Path.of("/tmp");
}
