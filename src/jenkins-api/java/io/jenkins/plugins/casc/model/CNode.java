package io.jenkins.plugins.casc.model;

/** The signature of {@code CNode}, as far as the plugin links to it; its bodies never run. */
public interface CNode extends Cloneable {
    CNode clone();

    Source getSource();

    CNode.Type getType();

    enum Type {
        MAPPING,
        SEQUENCE,
        SCALAR;
    }
}
