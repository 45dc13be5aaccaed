package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.Tri;
import java.util.List;
import java.util.Set;

/** How a compiled condition runs. */
interface Program {
    Tri test(Facts facts);

    Outcome evaluate(Facts facts);

    /** The facts that it names. */
    Set<Fact> facts();

    /** How it uses facts that are texts. */
    List<Comparison> uses();

    /** The run tasks that it names, in the order of the text. */
    List<TaskName> tasks();
}
