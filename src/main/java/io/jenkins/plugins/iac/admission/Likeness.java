package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.policy.Fact;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stacks admission cannot tell apart: those that differ only by name, directory and what no check asks for. What holds
 * of every path to one of them holds of every path to the others, unless a condition names the stack or its directory.
 */
final class Likeness {
    private static final StackId ANY = new StackId("any");

    private Likeness() {}

    /** Whether conditions over these facts can tell two stacks apart that are alike. */
    static boolean isBroken(Set<Fact> facts) {
        return facts.contains(Fact.STACK_ID) || facts.contains(Fact.STACK_DIRECTORY);
    }

    /** The stack without what no check asks for; equal for stacks that are alike. */
    static Stack of(Stack stack) {
        return new Stack(
                ANY,
                stack.repository(),
                stack.ref(),
                "",
                stack.environment(),
                stack.owner(),
                stack.resourceClass(),
                stack.tool(),
                null,
                null,
                stack.pools(),
                stack.networks(),
                List.of(),
                stack.identities(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                null,
                Map.of());
    }
}
