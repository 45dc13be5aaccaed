package io.jenkins.plugins.iac.jenkins.approval;

import java.util.Objects;
import jenkins.model.CauseOfInterruption;

/** Why a build ends here: people said no, or nobody said anything in time. */
final class Decided extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    Decided(String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String getShortDescription() {
        return sentence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Decided decided && decided.sentence.equals(sentence);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(sentence);
    }
}
