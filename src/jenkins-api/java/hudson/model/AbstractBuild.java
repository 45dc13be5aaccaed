package hudson.model;

import java.io.IOException;

/** The signature of {@code AbstractBuild}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class AbstractBuild<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>> extends Run<P, R>
        implements Queue.Executable {
    private AbstractBuild() throws IOException {
        super(null);
    }
}
