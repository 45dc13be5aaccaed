package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Nearest;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.model.Trust;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Facts that can only be one of some words. A condition that compares one with another word never holds, or always: a rule
 * that protects nothing, an invariant that is true of everything. It does not compile.
 */
public final class Words {
    /** What {@code tool.name} may be. */
    public static final List<String> TOOLS = List.of("terraform", "opentofu");

    private Words() {}

    /** The words, or null where any text will do. An empty text stands for none. */
    private static List<String> of(Comparison comparison) {
        if (comparison.member() != null) {
            return switch (comparison.member()) {
                case "kind" -> ids(ChangeKind.values());
                case "mode" -> List.of("managed", "data");
                default -> null;
            };
        }
        return of(comparison.fact());
    }

    /** The words that a fact may be, or null where any text will do. */
    static List<String> of(Fact fact) {
        return switch (fact) {
            case SOURCE_KIND -> SourceKind.ids();
            case SOURCE_TRIGGER, TRIGGER -> ids(Trigger.values());
            case OPERATION -> Operation.ids();
            case POOL_TRUST ->
                Stream.concat(ids(Trust.values()).stream(), Stream.of("")).toList();
            case LANE -> List.of("full", "static");
            case TOOL_NAME -> TOOLS;
            default -> null;
        };
    }

    private static List<String> ids(Enum<?>[] values) {
        return Arrays.stream(values).map(Object::toString).toList();
    }

    /** What compares a fact with a word that it never is. */
    static List<Issue> check(List<Comparison> comparisons) {
        List<Issue> issues = new ArrayList<>();
        for (Comparison c : comparisons) {
            List<String> words = c.constant() == null ? null : of(c);
            if (words != null && words.stream().noneMatch(word -> holds(c, word))) {
                issues.add(new Issue(c.line(), c.column(), c.subject() + " " + never(c) + instead(c, words)));
            }
        }
        return issues;
    }

    private static boolean holds(Comparison c, String word) {
        return switch (c.how()) {
            case EQUAL -> word.equals(c.constant());
            case STARTS -> word.startsWith(c.constant());
            case ENDS -> word.endsWith(c.constant());
            case CONTAINS -> word.contains(c.constant());
            case OTHER -> true;
        };
    }

    private static String never(Comparison c) {
        String quoted = "'" + c.constant() + "'";
        return switch (c.how()) {
            case STARTS -> "never starts with " + quoted;
            case ENDS -> "never ends with " + quoted;
            case CONTAINS -> "never contains " + quoted;
            default -> "is never " + quoted;
        };
    }

    private static String instead(Comparison c, List<String> words) {
        String meant = c.how() == Comparison.How.EQUAL ? nearest(c.constant(), words) : null;
        return meant != null
                ? ", did you mean '" + meant + "'?"
                : ", expected one of "
                        + words.stream().filter(w -> !w.isEmpty()).collect(Collectors.joining(", "));
    }

    /** The word that was probably meant: the nearest, or the only one that the text is a part of; null where there is none. */
    public static String nearest(String text, Collection<String> words) {
        String nearest = Nearest.of(text, words);
        if (nearest != null || text.length() < 3) {
            return nearest;
        }
        List<String> longer = words.stream().filter(w -> w.startsWith(text)).toList();
        return longer.size() == 1 ? longer.get(0) : null;
    }
}
