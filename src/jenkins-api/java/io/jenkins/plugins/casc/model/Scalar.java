package io.jenkins.plugins.casc.model;

/** The signature of {@code Scalar}, as far as the plugin links to it; its bodies never run. */
public final class Scalar implements CNode, CharSequence {
    public Scalar(Number instance) {}

    public Scalar(Boolean instance) {}

    public Scalar(String value) {}

    public char charAt(int index) {
        throw new UnsupportedOperationException();
    }

    public CNode clone() {
        throw new UnsupportedOperationException();
    }

    public Source getSource() {
        throw new UnsupportedOperationException();
    }

    public CNode.Type getType() {
        throw new UnsupportedOperationException();
    }

    public int length() {
        throw new UnsupportedOperationException();
    }

    public CharSequence subSequence(int start, int end) {
        throw new UnsupportedOperationException();
    }

    public String toString() {
        throw new UnsupportedOperationException();
    }
}
