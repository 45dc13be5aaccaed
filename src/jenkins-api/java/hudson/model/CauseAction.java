package hudson.model;

import hudson.model.queue.FoldableAction;
import java.util.List;
import jenkins.model.RunAction2;

/** The signature of {@code CauseAction}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public class CauseAction implements FoldableAction, RunAction2 {
    private CauseAction() {}

    public CauseAction(Cause c) {}

    public List<Cause> getCauses() {
        throw new UnsupportedOperationException();
    }

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public String getIconFileName() {
        throw new UnsupportedOperationException();
    }

    public String getUrlName() {
        throw new UnsupportedOperationException();
    }

    public void onAttached(Run<?, ?> owner) {
        throw new UnsupportedOperationException();
    }

    public void onLoad(Run<?, ?> owner) {
        throw new UnsupportedOperationException();
    }
}
