package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.iac.model.Sha256;

/**
 * Stands for a sensitive value: reads as the text that says so, and can be told from another one only by whether it is the
 * same. The value itself is not kept.
 */
public final class MaskedText extends TextNode {
    private static final long serialVersionUID = 1;

    private final transient Sha256 mark;

    MaskedText(Sha256 mark) {
        super(AttributeChange.SENSITIVE);
        this.mark = mark;
    }

    /** Whether another one stands for the same value. */
    public boolean isSame(MaskedText other) {
        return mark.equals(other.mark);
    }

    /** What tells it from others; never shown. */
    public String mark() {
        return mark.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MaskedText masked && isSame(masked);
    }

    @Override
    public int hashCode() {
        return mark.hashCode();
    }
}
