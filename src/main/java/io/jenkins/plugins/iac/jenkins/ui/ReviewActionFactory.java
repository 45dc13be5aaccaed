package io.jenkins.plugins.iac.jenkins.ui;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.run.IacBuildAction;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives every build that has runs its review page. */
@Extension
@SuppressWarnings("rawtypes")
public class ReviewActionFactory extends TransientActionFactory<Run> {
    @Override
    public Class<Run> type() {
        return Run.class;
    }

    /** Named, so that asking a build for another action, as this does, does not ask here again. */
    @Override
    public Class<? extends Action> actionType() {
        return ReviewAction.class;
    }

    @Override
    public Collection<? extends Action> createFor(Run build) {
        return IacBuildAction.runs(build).isEmpty() ? List.of() : List.of(new ReviewAction(build));
    }
}
