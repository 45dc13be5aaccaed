package io.jenkins.plugins.iac.jenkins.agent;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.io.IOException;
import java.nio.file.Path;
import jenkins.security.MasterToSlaveCallable;

/** Removes the working directory of a run from an agent; one that belongs to another run is left alone. */
public final class RemoveArea extends MasterToSlaveCallable<Void, IOException> {
    private static final long serialVersionUID = 1L;
    private final String area;
    private final String run;

    public RemoveArea(String area, String run) {
        this.area = area;
        this.run = run;
    }

    @Override
    public Void call() throws IOException {
        try {
            WorkArea.of(Path.of(area), run).remove();
        } catch (IacException e) {
            // Another run has it, or it is gone: nothing of ours is left.
            return null;
        }
        return null;
    }
}
