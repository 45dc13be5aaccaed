package io.jenkins.plugins.iac.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/**
 * Sends SIGTERM to the worker alone. Its tool gets one signal from the worker and no other: a second one makes Terraform
 * drop the operations under way.
 */
final class StopWorker extends MasterToSlaveFileCallable<Boolean> {
    private static final long serialVersionUID = 1L;

    /** Whether there was such a process; false where it has not said its number yet or is gone. */
    @Override
    public Boolean invoke(File pidFile, VirtualChannel channel) throws IOException {
        Path file = pidFile.toPath();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        List<String> lines = Files.readAllLines(file);
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(lines.get(0)));
        // The number may have been given to another process meanwhile.
        return process.filter(p -> p.info()
                        .startInstant()
                        .map(s -> s.toEpochMilli() == Long.parseLong(lines.get(1)))
                        .orElse(false))
                .map(ProcessHandle::destroy)
                .orElse(false);
    }
}
