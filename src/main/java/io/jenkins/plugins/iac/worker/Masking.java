package io.jenkins.plugins.iac.worker;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Hides the secrets of a plan in every text that leaves the tool, from the moment on at which they are known. */
final class Masking implements UnaryOperator<String> {
    /** Compact signed tokens, ours among them, whichever of the run's it is. Possessive, so linear. */
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}+\\.eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{20,}+");

    private volatile UnaryOperator<String> known = text -> text;

    void learn(UnaryOperator<String> masker) {
        known = masker;
    }

    @Override
    public String apply(String text) {
        return TOKEN.matcher(known.apply(text)).replaceAll("(token)");
    }
}
