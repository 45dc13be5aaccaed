package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.policy.Atoms;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stacks admission cannot tell apart: those that differ only by what no check asks for, and by name and directory as
 * far as all parts of some conditions say the same of both. What holds of every path to one of them holds of every path to the
 * others. Immutable; safe in any thread.
 */
final class Likeness {
    private static final StackId ANY = new StackId("any");

    /** What conditions say of a stack by its name or directory. */
    private final List<Expression> byName;

    /** @param conditions all that are asked of a path to a stack */
    Likeness(Collection<Expression> conditions) {
        Map<String, Expression> parts = new LinkedHashMap<>();
        for (Expression condition : new HashSet<>(conditions)) {
            if (isByName(condition.facts())) {
                Atoms.of(condition).stream()
                        .filter(part -> isByName(part.facts()))
                        .forEach(part -> parts.put(part.vocabulary() + " " + part.text(), part));
            }
        }
        this.byName = List.copyOf(parts.values());
    }

    /** Whether conditions over these facts speak of a stack by its name or place. */
    static boolean isByName(Set<Fact> facts) {
        return facts.contains(Fact.STACK_ID) || facts.contains(Fact.STACK_DIRECTORY);
    }

    /**
     * Equal for stacks that are alike. One of which a part says this or that by what else is known of a run is like no other.
     *
     * @param settled what is known of the stack whatever the run
     */
    Object of(Stack stack, Facts settled) {
        BitSet said = new BitSet();
        for (int i = 0; i < byName.size(); i++) {
            Tri tri = byName.get(i).test(settled);
            if (tri == Tri.UNKNOWN) {
                return stack.id();
            }
            said.set(i, tri == Tri.YES);
        }
        return List.of(bare(stack), said);
    }

    /** The stack without what no check asks for. */
    private static Stack bare(Stack stack) {
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
