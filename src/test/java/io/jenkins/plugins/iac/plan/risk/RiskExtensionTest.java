package io.jenkins.plugins.iac.plan.risk;

import static io.jenkins.plugins.iac.plan.risk.Changes.change;
import static io.jenkins.plugins.iac.plan.risk.Changes.read;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.util.Map;
import org.junit.Test;

/** Rules that an installation adds, and how they are written. */
public class RiskExtensionTest {
    @Test
    public void plus_rulesOfAnInstallation_areAddedToTheStandardOnes() {
        RiskTable table = RiskTable.standard()
                .plus(
                        "classes: {payment: money moves}\nknown: [acme_*]\nrules:\n"
                                + "  - {class: payment, types: [acme_ledger], kinds: [update], any: [{path: 'limit', changes: true}], reason: moves the limit}\n",
                        "ours.yaml");
        String ledger = change("acme_ledger", "update", "{\"limit\":1}", "{\"limit\":2}");
        assertEquals(
                "[Risk[cls=payment, address=acme_ledger.x, reason=acme_ledger.x moves the limit (limit)]]",
                read(table, Map.of(), ledger).risk().items().toString());
        assertEquals(
                0,
                read(table, Map.of(), change("acme_thing", "delete,create", "{}", "{}"))
                        .risk()
                        .total());
        assertEquals(
                1,
                read(table, Map.of(), change("aws_instance", "delete", "{}", "null"))
                        .risk()
                        .total());
        assertEquals(0, read(RiskTable.standard(), Map.of(), ledger).risk().total());
    }

    @Test
    public void plus_rulesThatAreNotUnderstood_areErrorsThatNameThem() {
        String[][] bad = {
            {"[]", "the file"},
            {"rules: [{class: x}]", "rule 1"},
            {"rules: [{class: delete, types: [a], reason: r, when: x}]", "the member when"},
            {"rules: [{class: nope, types: [a], reason: r}]", "the class nope"},
            {"rules: [{class: delete, types: ['a b']}]", "the type"},
            {"rules: [{class: delete, types: [a], kinds: [explode]}]", "explode"},
            {"rules: [{class: delete, types: [a], any: [{path: p, is: 1}]}]", "without a reason"},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: p}]}]", "without path or test"},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: p, seems: 1}]}]", "the test seems"},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: 'p[', is: 1}]}]", "p["},
            {"rules: [{class: delete, types: [a], reason: r, any: [{path: 'p[x]', is: 1}]}]", "[x]"},
            {"a: &a [*a]", "the file"},
            {"x: !!javax.script.ScriptEngineManager []", "the file"},
        };
        for (String[] one : bad) {
            IacException e = assertThrows(
                    one[0], IacException.class, () -> RiskTable.standard().plus(one[0], "ours.yaml"));
            assertTrue(one[0] + ": " + e.getMessage(), e.getMessage().contains(one[1]));
        }
    }

    @Test
    public void matches_patterns_takeLinearTime() {
        assertTrue(new TypePattern("google_*_iam_*").matches("google_project_iam_member"));
        assertFalse(new TypePattern("google_*_iam_member").matches("google_project_iam_members"));
        assertTrue(new TypePattern("*").matches(""));
        assertTrue(new TypePattern("aws_*").matches("aws_"));
        assertFalse(new TypePattern("aws_*").matches("xaws_a"));
        assertFalse(new TypePattern("*a*a*a*a*a*a*a*a*b").matches("a".repeat(20_000)));
    }
}
