package hudson.model;

import hudson.ExtensionPoint;
import jenkins.model.ModelObjectWithChildren;

/** The signature of {@code Job}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem
        implements ExtensionPoint, ModelObjectWithChildren {
    protected Job(ItemGroup parent, String name) {
        super(null, null);
    }

    public RunT getBuildByNumber(int n) {
        throw new UnsupportedOperationException();
    }

    public <T extends JobProperty> T getProperty(Class<T> clazz) {
        throw new UnsupportedOperationException();
    }

    public RunT getLastBuild() {
        throw new UnsupportedOperationException();
    }
}
