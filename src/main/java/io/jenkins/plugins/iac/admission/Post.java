package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Environment;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.List;

/**
 * What a stack and an operation settle by themselves, worked out once: pool, identity, the rules that could apply, the
 * checks to make.
 *
 * @param facts what is known without the source
 * @param checks all checks in order, last the rules that these facts do not already satisfy or rule out
 */
record Post(Stack stack, Environment environment, Lane lane, Assignment assignment, Facts facts, List<Check> checks) {}
