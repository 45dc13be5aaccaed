package io.jenkins.plugins.iac.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.process.ProcessBirth;
import java.io.File;
import java.io.IOException;
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
        return ProcessBirth.read(pidFile.toPath())
                .flatMap(ProcessBirth::handle)
                .map(ProcessHandle::destroy)
                .orElse(false);
    }
}
