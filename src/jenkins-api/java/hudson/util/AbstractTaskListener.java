package hudson.util;

import hudson.model.TaskListener;

/** The signature of {@code AbstractTaskListener}, as far as the plugin links to it; its bodies never run. */
public abstract class AbstractTaskListener implements TaskListener {
    public AbstractTaskListener() {}
}
