package io.jenkins.plugins.iac.admission;

import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.policy.Comparison;
import io.jenkins.plugins.iac.policy.Comparison.How;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Fact;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which stacks admission cannot tell apart: those that differ only by what no check asks for, and by name and directory as
 * far as all comparisons of some conditions come out the same for both. What holds of every path to one of them holds of
 * every path to the others. Immutable; safe in any thread.
 */
final class Likeness {
    private static final StackId ANY = new StackId("any");

    private final Text id;
    private final Text directory;

    /** @param conditions all that are asked of a path to a stack */
    Likeness(Collection<Expression> conditions) {
        this.id = new Text(Fact.STACK_ID, conditions);
        this.directory = new Text(Fact.STACK_DIRECTORY, conditions);
    }

    /** Whether conditions over these facts speak of a stack by its name or place. */
    static boolean isByName(Set<Fact> facts) {
        return facts.contains(Fact.STACK_ID) || facts.contains(Fact.STACK_DIRECTORY);
    }

    /** Equal for stacks that are alike. */
    Object of(Stack stack) {
        return List.of(bare(stack), id.seen(stack.id().value()), directory.seen(stack.directory()));
    }

    /** What conditions see of a text: what it is like of all they compare it with. */
    private static final class Text {
        private final Set<String> equals = new HashSet<>();
        private final Set<Part> parts = new LinkedHashSet<>();
        private boolean otherwise;

        private record Part(How how, String text) {
            boolean isOf(String whole) {
                return switch (how) {
                    case STARTS -> whole.startsWith(text);
                    case ENDS -> whole.endsWith(text);
                    default -> whole.contains(text);
                };
            }
        }

        Text(Fact fact, Collection<Expression> conditions) {
            for (Expression condition : conditions) {
                condition.uses().stream().filter(use -> use.fact() == fact).forEach(this::add);
            }
        }

        private void add(Comparison use) {
            switch (use.how()) {
                case EQUAL -> equals.add(use.constant());
                case STARTS, ENDS, CONTAINS -> parts.add(new Part(use.how(), use.constant()));
                default -> otherwise = true;
            }
        }

        Object seen(String text) {
            if (otherwise || equals.contains(text)) {
                return text;
            }
            BitSet seen = new BitSet();
            int at = 0;
            for (Part part : parts) {
                seen.set(at++, part.isOf(text));
            }
            return seen;
        }
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
