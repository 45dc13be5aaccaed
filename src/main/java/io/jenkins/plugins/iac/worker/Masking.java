package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.crypto.TokenText;
import java.util.function.UnaryOperator;

/** Hides the secrets of a plan in every text that leaves the tool, from the moment on at which they are known. */
final class Masking implements UnaryOperator<String> {
    private volatile UnaryOperator<String> known = text -> text;

    void learn(UnaryOperator<String> masker) {
        known = masker;
    }

    @Override
    public String apply(String text) {
        return TokenText.hide(known.apply(text));
    }
}
