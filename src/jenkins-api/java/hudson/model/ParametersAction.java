package hudson.model;

import java.util.List;
import jenkins.model.RunAction2;

/** The signature of {@code ParametersAction}, as far as the plugin links to it; its bodies never run. */
public class ParametersAction implements RunAction2, Queue.QueueAction {
    private ParametersAction() {}

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getIconFileName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getUrlName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean shouldSchedule(List<Action> actions) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        throw new UnsupportedOperationException();
    }
}
