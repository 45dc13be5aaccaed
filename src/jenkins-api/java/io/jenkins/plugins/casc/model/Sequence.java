package io.jenkins.plugins.casc.model;

import java.util.ArrayList;

/** The signature of {@code Sequence}, as far as the plugin links to it; its bodies never run. */
public final class Sequence extends ArrayList<CNode> implements CNode {
    public Sequence() {}

    public Sequence clone() {
        throw new UnsupportedOperationException();
    }

    public boolean equals(Object o) {
        throw new UnsupportedOperationException();
    }

    public Source getSource() {
        throw new UnsupportedOperationException();
    }

    public CNode.Type getType() {
        throw new UnsupportedOperationException();
    }

    public int hashCode() {
        throw new UnsupportedOperationException();
    }
}
