package hudson.model;

import jenkins.model.ParameterizedJobMixIn;

/** The signature of {@code AbstractProject}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class AbstractProject<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>> extends Job<P, R>
        implements BuildableItem, ParameterizedJobMixIn.ParameterizedJob<P, R> {
    private AbstractProject() {
        super(null, null);
    }
}
