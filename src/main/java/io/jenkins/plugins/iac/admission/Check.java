package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Condition;

/** One condition of admission: judged quickly for a decision, and again with both values for its reasons. */
interface Check {
    Judgement judge(Case c);

    /** The reasons; {@code passed} is what {@link #judge} says. */
    Condition explain(Case c);
}
