package io.jenkins.plugins.iac.admission;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.Assertions;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.policy.Expression;
import io.jenkins.plugins.iac.policy.Facts;
import io.jenkins.plugins.iac.policy.Vocabulary;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.Test;

/** Of stacks that are alike one is judged: nothing may come out otherwise than if each were judged by itself. */
public class ReachLikenessTest {
    /** Refuses nothing that anybody asks for, but compares a stack's name with a run, so that no two stacks are alike. */
    private static final String EACH_BY_ITSELF =
            "  - {name: each-by-itself, when: \"source.request == stack.id\", require: \"operation != 'unlock'\"}\n";

    private static final String HEAD =
            """
            teams: [{name: a, users: [u, v]}, {name: b, users: [w]}]
            environments:
              - name: dev
                approvals: [{name: one, when: "%s", teams: [a], count: 2}]
              - {name: prod, protected: true, protectedRefs: [main], approvals: [{name: two, when: "%s", teams: [b]}]}
            identities:
              - {name: i, environment: dev, operations: [apply], cloud: generic, audience: x}
            pools:
              - {name: p, trust: protected, environments: [dev, prod], operations: [plan, apply, destroy], identities: [i], networks: [n, m], tools: [TOOL]}
              - {name: q, environments: [dev], owners: [b], operations: [plan, apply], networks: [n], tools: [TOOL]}
              - {name: u, trust: untrusted, operations: [fmt], tools: [TOOL]}
            scopes:
              - {path: "**", repository: /srv/a.git, tool: {name: terraform, version: 1.11.4}}
              - {path: "dev/**", environment: dev}
              - {path: "prod/**", environment: prod}
              - {path: "*/app/*", resourceClass: app}
            """
                    .replace(
                            "TOOL", "{name: terraform, version: 1.11.4, path: /t, sha256: \"" + "0".repeat(64) + "\"}");

    private final Random random = new Random(2212);

    private String any(String... words) {
        return words[random.nextInt(words.length)];
    }

    private String atom() {
        String fact = any("stack.id", "stack.id", "stack.directory");
        String text = any("dev/", "prod/", "app", "db", "1", "dev/app/s1", "live/s2", "/s3", "prod/db/s4", "");
        return switch (random.nextInt(10)) {
            case 0 -> fact + " == '" + text + "'";
            case 1 -> fact + ".startsWith('" + text + "')";
            case 2 -> fact + ".endsWith('" + text + "')";
            case 3 -> fact + ".contains('" + text + "')";
            case 4 -> fact + " in ['dev/db/s2', '" + text + "']";
            case 5 -> fact + ".matches('" + text + ".*')";
            case 6 -> "source.ref == 'main'";
            case 7 -> "operation == '" + any("apply", "plan", "destroy") + "'";
            case 8 -> "stack.owner == '" + any("a", "b") + "'";
            default -> "source.kind == '" + any("branch", "pull_request", "schedule") + "'";
        };
    }

    private String condition(int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 4)) {
            case 1 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 2 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 3 -> "!(" + condition(depth - 1) + ")";
            default -> atom();
        };
    }

    private String catalog() {
        StringBuilder text = new StringBuilder(HEAD.formatted(condition(1), condition(1)));
        text.append("stacks:\n");
        for (int i = 0; i < 24; i++) {
            text.append("  - {id: %s/%s/s%d, directory: live/s%d%s%s}%n"
                    .formatted(
                            any("dev", "prod"),
                            any("app", "db"),
                            i,
                            i,
                            any("", ", owner: a", ", owner: b"),
                            any("", ", networks: [n]", ", networks: [m]")));
        }
        text.append("rules:\n");
        for (int i = 0; i < 2; i++) {
            text.append("  - {name: r%d, when: \"%s\", require: \"%s\", message: m}%n"
                    .formatted(i, condition(1), condition(1)));
        }
        return text.toString();
    }

    private static String outcome(String catalog, String assertions) {
        Catalog loaded = CatalogLoader.load(catalog, "test").orThrow();
        return new Reach(new Admission(loaded))
                .prove(Assertions.load(assertions).orThrow("test")).stream()
                        .map(proof -> proof.assertion() + " of " + proof.paths() + ":\n"
                                + proof.violations().stream()
                                        .map(v -> v.path() + " " + v.path().approvals() + " " + v.reason() + " "
                                                + v.more())
                                        .collect(Collectors.joining("\n")))
                        .collect(Collectors.joining("\n"));
    }

    @Test
    public void prove_anyConditions_sameAsIfEachStackWereJudgedByItself() {
        int broken = 0;
        int kept = 0;
        for (int round = 0; round < 12; round++) {
            String catalog = catalog();
            StringBuilder assertions = new StringBuilder("assertions:\n");
            for (int i = 0; i < 4; i++) {
                assertions.append(
                        random.nextBoolean()
                                ? "  - {name: a%d, deny: \"%s && %s\"}%n".formatted(i, condition(1), condition(1))
                                : "  - {name: a%d, when: \"%s\", require: \"%s\"}%n"
                                        .formatted(i, condition(1), any("approvals >= 1", condition(1))));
            }
            String together = outcome(catalog, assertions.toString());
            assertEquals(catalog + assertions, outcome(catalog + EACH_BY_ITSELF, assertions.toString()), together);
            for (String proof : together.split("(?m)^(?=a\\d of )")) {
                broken += proof.lines().count() > 1 ? 1 : 0;
                kept += proof.lines().count() == 1 ? 1 : 0;
            }
        }
        assertTrue(broken + " broken, " + kept + " kept", broken > 12 && kept > 3);
    }

    /** Both stacks meet nothing of the condition, but it speaks of one only: they are not alike. */
    @Test
    public void prove_conditionThatCannotBeTakenApart_countsThePathsThatItSpeaksOf() {
        String catalog = HEAD.formatted("true", "true")
                + "stacks: [{id: dev/app/a, directory: a}, {id: dev/app/b, directory: b}]\n";
        String[] counts = new String[2];
        for (int i = 0; i < 2; i++) {
            String stack = i == 0 ? "a" : "b";
            counts[i] = outcome(
                    catalog,
                    "assertions: [{name: x, deny: \"stack.id == 'dev/app/" + stack + "' && (true ? false : true)\"}]");
        }
        assertEquals("of one stack as of the other", counts[0], counts[1]);
        assertTrue(counts[0], counts[0].matches("x of [1-9]\\d*:\n"));
    }

    /** The short way is taken: a hundred stacks that a rule names in two groups are judged as two. */
    @Test
    public void of_stacksThatComparisonsSeeAlike_areOne() {
        StringBuilder text = new StringBuilder(HEAD.formatted("true", "true")).append("stacks:\n");
        for (int i = 0; i < 100; i++) {
            text.append("  - {id: dev/%s/s%d, directory: d%d}%n".formatted(i % 2 == 0 ? "app" : "db", i, i));
        }
        Catalog catalog = CatalogLoader.load(text.toString(), "test").orThrow();
        String[][] table = {
            {"operation == 'apply'", "2"}, // the class of resources
            {"stack.id.startsWith('dev/app/')", "2"},
            {"stack.id.endsWith('7')", "3"},
            {"stack.id in ['dev/app/s0', 'dev/db/s1'] || stack.directory == 'd5'", "5"},
            {"operation == 'plan' || !(actor == 'x' && (stack.id.matches('app/s[0-4]') || stack.id.contains('1')))", "5"
            },
            {"stack.id != stack.directory && source.ref == 'main'", "2"},
            {"stack.id == source.ref", "100"},
            {"operation == 'plan' ? true : stack.id.startsWith('dev/app/')", "100"},
        };
        for (String[] row : table) {
            Likeness likeness = new Likeness(List.of(Expression.of(row[0], Vocabulary.ADMISSION)));
            long groups = catalog.stacks().stream()
                    .map(stack -> likeness.of(
                            stack,
                            Admission.of(
                                            Facts.builder(),
                                            stack,
                                            catalog.environment(stack.environment())
                                                    .orElseThrow())
                                    .build()))
                    .distinct()
                    .count();
            assertEquals(row[0], row[1], String.valueOf(groups));
        }
    }
}
