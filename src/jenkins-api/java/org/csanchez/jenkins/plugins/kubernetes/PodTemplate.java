package org.csanchez.jenkins.plugins.kubernetes;

import hudson.model.AbstractDescribableImpl;
import hudson.model.Run;
import hudson.model.labels.LabelAtom;
import java.io.Serializable;
import java.util.Set;

/** The signature of {@code PodTemplate}, as far as the plugin links to it; its bodies never run. */
public class PodTemplate extends AbstractDescribableImpl<PodTemplate> implements Serializable {
    public PodTemplate() {}

    public String getId() {
        throw new UnsupportedOperationException();
    }

    public Set<LabelAtom> getLabelSet() {
        throw new UnsupportedOperationException();
    }

    public String getName() {
        throw new UnsupportedOperationException();
    }

    public Run<?, ?> getRun() {
        throw new UnsupportedOperationException();
    }
}
