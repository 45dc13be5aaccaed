package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.crypto.TokenText;
import io.jenkins.plugins.iac.plan.SecretMasker;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Hides in every text that leaves the tool the secrets that are known by then; what was learnt once stays known. */
final class Masking implements UnaryOperator<String> {
    private volatile SecretMasker known = SecretMasker.of(Set.of());

    /** @throws io.jenkins.plugins.iac.model.IacException of bad input if there are more than can be remembered */
    void learn(SecretMasker more) {
        known = known.and(more);
    }

    /** What is known by now. */
    SecretMasker known() {
        return known;
    }

    @Override
    public String apply(String text) {
        return TokenText.hide(known.mask(text));
    }
}
