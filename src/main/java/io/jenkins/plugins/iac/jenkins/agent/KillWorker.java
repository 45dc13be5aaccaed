package io.jenkins.plugins.iac.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.process.Orphans;
import io.jenkins.plugins.iac.process.ProcessBirth;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/** Kills the worker, its tool and all that came out of them with SIGKILL: after this nothing is finished any more. */
final class KillWorker extends MasterToSlaveFileCallable<Boolean> {
    private static final long serialVersionUID = 1L;

    /** Whether nothing of it is left; false also where it has not said its number yet. */
    @Override
    public Boolean invoke(File pidFile, VirtualChannel channel) throws IOException {
        Optional<ProcessBirth> worker = ProcessBirth.read(pidFile.toPath());
        return worker.isPresent() && Orphans.killWithHost(worker.get());
    }
}
