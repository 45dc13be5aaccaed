package io.jenkins.plugins.iac.jenkins.scm;

import hudson.model.TaskListener;
import hudson.scm.SCM;
import java.util.List;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadEvent;
import jenkins.scm.api.SCMHeadObserver;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceCriteria;
import jenkins.scm.api.trait.SCMSourceTrait;

/** A branch source of which only the name and the getters matter. */
public abstract class NamesOnlySource extends SCMSource {
    @Override
    public List<SCMSourceTrait> getTraits() {
        return List.of();
    }

    @Override
    protected void retrieve(
            SCMSourceCriteria criteria, SCMHeadObserver observer, SCMHeadEvent<?> event, TaskListener listener) {
        throw new UnsupportedOperationException("stands in for its names alone");
    }

    @Override
    public SCM build(SCMHead head, SCMRevision revision) {
        throw new UnsupportedOperationException("stands in for its names alone");
    }
}
