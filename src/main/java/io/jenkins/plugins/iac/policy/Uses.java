package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.policy.Comparison.How;
import io.jenkins.plugins.iac.policy.Terms.Members;
import io.jenkins.plugins.iac.policy.Terms.Text;
import io.jenkins.plugins.iac.policy.Tokens.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects how a plain condition uses facts that are texts. */
final class Uses {
    static final Map<String, How> METHODS =
            Map.of("startsWith", How.STARTS, "endsWith", How.ENDS, "contains", How.CONTAINS);

    private final String text;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<Occurrence> occurrences = new ArrayList<>();
    private final Set<Token> compared = Collections.newSetFromMap(new IdentityHashMap<>());

    private record Occurrence(Fact fact, Token at) {}

    Uses(String text) {
        this.text = text;
    }

    /** A fact is named. */
    void named(Fact fact, Token at) {
        if (fact.type() == FactType.STRING || fact.type() == FactType.STRINGS) {
            occurrences.add(new Occurrence(fact, at));
        }
    }

    /** Two texts are compared in some way. */
    void compared(How how, Text a, Text b) {
        boolean constantFirst = how == How.EQUAL && a.fact() == null;
        Text fact = constantFirst ? b : a;
        Text constant = constantFirst ? a : b;
        if (fact.fact() != null && constant.fact() == null) {
            add(fact.fact(), fact.token(), how, constant.token());
        }
    }

    /** A text is looked for in a list. */
    void sought(Text item, Members list) {
        if (item.fact() != null && list.fact() == null) {
            list.items().forEach(constant -> add(item.fact(), item.token(), How.EQUAL, constant));
        } else if (item.fact() == null && list.fact() != null) {
            add(list.fact(), list.token(), How.EQUAL, item.token());
        }
    }

    private void add(Fact fact, Token name, How how, Token constant) {
        compared.add(name);
        comparisons.add(comparison(fact, how, constant.text(), constant.at()));
    }

    /** Every use, those that are no comparison with a constant included. */
    List<Comparison> all() {
        for (Occurrence occurrence : occurrences) {
            if (!compared.contains(occurrence.at())) {
                comparisons.add(comparison(
                        occurrence.fact(), How.OTHER, null, occurrence.at().at()));
            }
        }
        return List.copyOf(comparisons);
    }

    private Comparison comparison(Fact fact, How how, String constant, int at) {
        int line = 1 + (int) text.chars().limit(at).filter(c -> c == '\n').count();
        int start = text.lastIndexOf('\n', at - 1) + 1;
        return new Comparison(fact, null, how, constant, line, text.codePointCount(start, at) + 1);
    }
}
