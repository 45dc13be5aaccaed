package io.jenkins.plugins.casc.model;

import java.util.HashMap;

/** The signature of {@code Mapping}, as far as the plugin links to it; its bodies never run. */
public final class Mapping extends HashMap<String, CNode> implements CNode {
    public Mapping() {}

    public Mapping clone() {
        throw new UnsupportedOperationException();
    }

    public Source getSource() {
        throw new UnsupportedOperationException();
    }

    public CNode.Type getType() {
        throw new UnsupportedOperationException();
    }

    public void put(String key, Boolean value) {
        throw new UnsupportedOperationException();
    }

    public void put(String key, Number value) {
        throw new UnsupportedOperationException();
    }

    public void putIfNotNull(String key, CNode node) {
        throw new UnsupportedOperationException();
    }
}
