package io.jenkins.plugins.iac.jenkins.agent;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.worker.WorkArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import jenkins.security.MasterToSlaveCallable;

/** The states that the tool left in the working directory of a run because the backend did not take them; absolute paths. */
public final class ErroredStates extends MasterToSlaveCallable<ArrayList<String>, IOException> {
    private static final long serialVersionUID = 1L;
    private final String area;
    private final String run;

    public ErroredStates(String area, String run) {
        this.area = area;
        this.run = run;
    }

    @Override
    public ArrayList<String> call() throws IOException {
        ArrayList<String> found = new ArrayList<>();
        try {
            for (Path state : WorkArea.of(Path.of(area), run).erroredStates()) {
                found.add(state.toString());
            }
        } catch (IacException e) {
            // Another run has it, or it is gone: nothing of ours is left.
            found.clear();
        }
        return found;
    }
}
