package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.iac.model.Sha256;

/**
 * Stands for a sensitive value: reads as the text that says so, and equals every other one; by {@link #mark} alone can be told
 * whether two stand for the same value. The value itself is not kept.
 */
public final class MaskedText extends TextNode {
    private static final long serialVersionUID = 1;

    private final transient Sha256 mark;

    MaskedText(Sha256 mark) {
        super(AttributeChange.SENSITIVE);
        this.mark = mark;
    }

    /** What tells it from others; never shown. */
    public String mark() {
        return mark.toString();
    }
}
