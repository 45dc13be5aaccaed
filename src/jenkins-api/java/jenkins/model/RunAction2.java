package jenkins.model;

import hudson.model.Action;
import hudson.model.Run;

/** The signature of {@code RunAction2}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public interface RunAction2 extends Action {
    void onAttached(Run<?, ?> r);

    void onLoad(Run<?, ?> r);
}
