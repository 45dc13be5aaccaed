package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Assertion;
import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.policy.Fact;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;

/** Of branches, persons and repositories a few stand for all: no condition may take these few for something else. */
public class ReachTextsTest {
    private static final String CATALOG =
            """
            environments: [{name: dev}]
            pools: [{name: p, environments: [dev], operations: [plan, apply], tools: [{name: terraform, version: 1.11.4, path: /t, sha256: "%s"}]}]
            stacks: [{id: a, directory: a, repository: "git@host:team/a.git", environment: dev, tool: {name: terraform, version: 1.11.4}}]
            rules:
              - {name: r, when: "operation == 'apply'", require: "%s"}
            """;

    private static Catalog catalog(String require) {
        return CatalogLoader.load(CATALOG.formatted("0".repeat(64), require), "test")
                .orThrow();
    }

    private static boolean holds(Catalog catalog, Assertion assertion) {
        return new Reach(new Admission(catalog)).check(List.of(assertion)).isEmpty();
    }

    private static Assertion deny(String condition) {
        return Assertions.load("assertions:\n  - {name: x, deny: \"operation == 'apply' && " + condition + "\"}\n")
                .orThrow("test")
                .get(0);
    }

    @Test
    public void check_conditionsThatLookLikeWhatIsTried_proveNothing() {
        String[][] table = {
            // what a rule asks for, what is denied: each lets through main, or bob
            {"!source.ref.startsWith('a')", "source.ref != ''"},
            {"!source.ref.startsWith('any')", "source.ref != ''"},
            {"!source.ref.endsWith('r')", "source.ref != ''"},
            {"!source.ref.endsWith('other')", "source.ref != ''"},
            {"source.ref != 'any other'", "source.ref != ''"},
            {"source.ref.startsWith('m') && !source.ref.startsWith('ma')", "source.ref != 'm'"},
            {"source.ref.startsWith('m/') && !source.ref.startsWith('m/a')", "source.ref != 'm/'"},
            {"!actor.startsWith('a') && !actor.endsWith('r')", "actor != ''"},
            {"!(actor in ['any other', 'any/other'])", "actor != ''"},
        };
        for (String[] row : table) {
            assertTrue(row[0] + " proves " + row[1], !holds(catalog(row[0]), deny(row[1])));
        }
        assertTrue(
                "what nobody can do is still proved",
                holds(catalog("source.ref == 'main'"), deny("source.ref != 'main'")));
    }

    /** Admission takes every spelling of the stack's repository, and a rule tells spellings apart. */
    @Test
    public void check_repositoryByAnotherSpelling_isAWay() {
        String[][] table = {
            {"source.repository == 'https://host/team/a'", "https://host/team/a"},
            {"source.repository.startsWith('https://')", "https://host/team/a"},
            {"source.repository != 'git@host:team/a.git'", "ssh://git@host/team/a.git"},
            {"!source.repository.startsWith('git@')", "https://host/team/a"},
        };
        for (String[] row : table) {
            Catalog catalog = catalog(row[0]);
            RunSource source = new RunSource(
                    SourceKind.BRANCH, row[1], null, "main", null, "bob", null, Trigger.PUSH, Tri.UNKNOWN);
            Request request = Request.of("a", Operation.APPLY, source, AdmissionTest.OPEN);
            assertTrue(row[0], new Admission(catalog).decide(request).admitted());
            assertTrue(row[0], !holds(catalog, deny("source.kind == 'branch'")));
        }
        assertTrue(
                "another repository is none of its spellings",
                holds(catalog("source.repository == 'git@host:team/b.git'"), deny("source.kind == 'branch'")));
    }

    private final Random random = new Random(1121);

    private String any(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String atom(String fact) {
        String text = any("a", "an", "any", "any other", "any/other", "r", "er", "other", "a/r", "/", "r/a", "", "x");
        return switch (random.nextInt(5)) {
            case 0 -> fact + " == '" + text + "'";
            case 1 -> fact + " != '" + text + "'";
            case 2 -> fact + ".endsWith('" + text + "')";
            default -> fact + ".startsWith('" + text + "')";
        };
    }

    private String condition(String fact, int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 4)) {
            case 1 -> "(" + condition(fact, depth - 1) + " && " + condition(fact, depth - 1) + ")";
            case 2 -> "(" + condition(fact, depth - 1) + " || " + condition(fact, depth - 1) + ")";
            case 3 -> "!(" + condition(fact, depth - 1) + ")";
            default -> atom(fact);
        };
    }

    private static List<String> texts() {
        List<String> all = new ArrayList<>(List.of("", "any other", "any/other", "xany other", "any otherx", "aany"));
        List<String> longest = List.of("");
        for (int length = 1; length <= 4; length++) {
            List<String> longer = new ArrayList<>();
            for (String text : longest) {
                for (String c : List.of("a", "n", "r", "/", "x")) {
                    longer.add(text + c);
                }
            }
            all.addAll(longer);
            longest = longer;
        }
        return all;
    }

    /** Whoever gets through and breaks an invariant is found, among all short texts over the letters that conditions name. */
    @Test
    public void check_anyConditionsOverTexts_noFalseProof() {
        List<String> texts = texts();
        int broken = 0;
        int proved = 0;
        for (int round = 0; round < 300; round++) {
            boolean ref = random.nextBoolean();
            String fact = ref ? "source.ref" : "actor";
            String require = condition(fact, 2);
            String denied = condition(fact, 2);
            Catalog catalog = catalog(require);
            Assertion assertion = deny(denied);
            boolean holds = holds(catalog, assertion);
            proved += holds ? 1 : 0;
            for (String text : texts) {
                Facts facts = Facts.builder()
                        .put(Fact.SOURCE_REF, text)
                        .put(Fact.ACTOR, text)
                        .put(Fact.OPERATION, "apply")
                        .build();
                boolean through =
                        catalog.condition(require, Vocabulary.ADMISSION).test(facts) == Tri.YES;
                if (through && new AssertionRun(assertion, 1).isBrokenBy(facts)) {
                    broken++;
                    assertEquals("'" + text + "' keeps " + require + " and breaks " + denied, false, holds);
                    break;
                }
            }
        }
        assertTrue(broken + " broken, " + proved + " proved", broken > 60 && proved > 20);
    }
}
