package hudson.model;

import hudson.model.labels.LabelAtom;
import hudson.slaves.Cloud;
import java.util.Collection;
import java.util.Set;
import jenkins.model.ModelObjectWithChildren;

/** The signature of {@code Label}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class Label extends Actionable implements Comparable<Label>, ModelObjectWithChildren {
    protected Label(String name) {}

    public final int compareTo(Label that) {
        throw new UnsupportedOperationException();
    }

    public boolean contains(Node node) {
        throw new UnsupportedOperationException();
    }

    public Set<Cloud> getClouds() {
        throw new UnsupportedOperationException();
    }

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public abstract String getExpression();

    public final String getName() {
        throw new UnsupportedOperationException();
    }

    public Set<Node> getNodes() {
        throw new UnsupportedOperationException();
    }

    public Set<LabelAtom> listAtoms() {
        throw new UnsupportedOperationException();
    }

    public final boolean matches(Collection<LabelAtom> labels) {
        throw new UnsupportedOperationException();
    }

    public final boolean matches(Node n) {
        throw new UnsupportedOperationException();
    }
}
