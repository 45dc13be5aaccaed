package io.jenkins.plugins.iac.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.process.Orphans;
import io.jenkins.plugins.iac.process.ProcessBirth;
import java.io.File;
import java.io.IOException;
import jenkins.MasterToSlaveFileCallable;

/** Whether a worker, its tool or anything that came out of them is at work. */
public final class AskWorker extends MasterToSlaveFileCallable<AskWorker.Standing> {
    private static final long serialVersionUID = 1L;

    /** How it stands. */
    public enum Standing {
        AT_WORK,
        /** Nothing of it is left. */
        ENDED,
        /** It has not said its number: nobody knows. */
        UNSAID,
        /** Its directory is not here: removed, or this is another machine of that name. */
        NOT_HERE
    }

    @Override
    public Standing invoke(File pidFile, VirtualChannel channel) throws IOException {
        File directory = pidFile.getParentFile();
        if (directory == null || !directory.isDirectory()) {
            return Standing.NOT_HERE;
        }
        return ProcessBirth.read(pidFile.toPath())
                .map(worker -> Orphans.isAnyLeft(worker) ? Standing.AT_WORK : Standing.ENDED)
                .orElse(Standing.UNSAID);
    }
}
