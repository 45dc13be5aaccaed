package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.util.List;
import org.junit.Test;

/** A rule about an environment that there is not protects nothing; an invariant about it proves nothing. */
public class NameChecksTest {
    private static final String NAMES =
            """
            teams: [{name: platform, users: [pat]}]
            environments: [{name: prod}]
            identities: [{name: planner, environment: prod, operations: [plan], cloud: generic, audience: a}]
            pools: [{name: blue, environments: [prod], operations: [plan], networks: [aws], resourceClasses: [database]}]
            scopes: [{path: "**", repository: /srv/a.git, environment: prod, owner: platform, backend: {type: local}, tool: {name: terraform, version: 1.11.4}}]
            stacks: [{id: prod/web, directory: a}]
            """;
    private static final Catalog CATALOG = CatalogLoader.load(NAMES, "test").orThrow();

    private static List<String> warnings(String more) {
        LoadResult result = CatalogLoader.load(NAMES + more, "test");
        assertTrue(more + result.errors(), result.isOk());
        return result.warnings().stream()
                .map(Finding::toString)
                .filter(w -> w.contains("is never"))
                .toList();
    }

    private static List<String> errors(String condition) {
        return Assertions.load("assertions:\n  - {name: n, deny: \"" + condition + "\"}\n", CATALOG).errors().stream()
                .map(Finding::toString)
                .toList();
    }

    @Test
    public void warn_ruleWithAnUnknownName_whereAndWhatWasMeant() {
        assertEquals(
                List.of("line 7, column 54: rules[0].when: environment.name is never 'prdo': the catalog has no such"
                        + " environment, did you mean 'prod'?"),
                warnings("rules: [{name: r, when: \"true && environment.name == 'prdo'\", require: \"false\"}]"));
        assertEquals(
                1,
                warnings("rules: [{name: r, require: \"pool.name in ['blue', 'green']\"}]")
                        .size());
        assertEquals(
                1,
                warnings("policies: [{name: p, point: plan, level: advisory, cel: \"!('platfrom' in approverTeams)\"}]")
                        .size());
        assertEquals(
                1,
                warnings("policies: [{name: p, point: admission, level: advisory, cel: \"stack.id != 'prod/wbe'\"}]")
                        .size());
    }

    @Test
    public void warn_approvalForAnUnknownEnvironment_isNamed() {
        String text = NAMES.replace(
                "{name: prod}",
                "{name: prod, approvals: [{name: o, when: \"stack.owner == 'platfrm'\", teams: [platform]}]}");
        List<Finding> found = CatalogLoader.load(text, "test").warnings();
        assertTrue(found.toString(), found.toString().contains("stack.owner is never 'platfrm'"));
    }

    @Test
    public void errors_invariants_tableOfNames() {
        String[][] table = {
            {"environment.name == 'prdo' && approvals < 1", "environment.name is never 'prdo'", "did you mean 'prod'?"},
            {"pool.name == 'bleu'", "pool.name is never 'bleu'", "pool, did you mean 'blue'?"},
            {"identity.name in ['planer']", "identity.name is never 'planer'", "identity, did you mean 'planner'?"},
            {"stack.owner != 'platfrom'", "stack.owner is never", "owner, did you mean 'platform'?"},
            {"stack.resourceClass == 'datbase'", "stack.resourceClass is never", "did you mean 'database'?"},
            {"stack.id == 'prod/wbe'", "stack.id is never 'prod/wbe'", "stack, did you mean 'prod/web'?"},
            {"'asw' in networks", "networks is never 'asw'", "network, did you mean 'aws'?"},
            {
                "networks.exists(n, n == 'x') || environment.name == 'stage'",
                "environment.name is never 'stage'",
                "correct the name"
            },
        };
        for (String[] row : table) {
            List<String> found = errors(row[0]);
            assertEquals(row[0] + found, 1, found.size());
            assertTrue(
                    row[0] + found,
                    found.get(0).contains(row[1]) && found.get(0).contains(row[2]));
            assertTrue(found.get(0), found.get(0).startsWith("line 2, column "));
        }
        for (String right : List.of(
                "environment.name == 'prod' && pool.name != '' && identity.name in ['planner', '']",
                "stack.owner == 'platform' && stack.resourceClass == 'database' && 'aws' in networks",
                "stack.id.startsWith('stage/') && environment.name.contains('x')")) {
            assertEquals(right, List.of(), errors(right));
        }
    }

    @Test
    public void load_wordsThatCannotBe_areErrorsOfCatalogsAndInvariants() {
        assertTrue(errors("source.kind in ['fork', 'unknown']").get(0).contains("did you mean 'fork_pull_request'?"));
        LoadResult rule = CatalogLoader.load(
                NAMES + "rules: [{name: r, when: \"source.kind == 'brunch'\", require: \"false\"}]", "test");
        assertEquals(1, rule.errors().size());
        assertEquals(
                "line 7, column 41: rules[0].when: the condition does not compile at its line 1, column 16: source.kind is"
                        + " never 'brunch', did you mean 'branch'?",
                rule.errors().get(0).toString());
    }

    @Test
    public void orThrow_everyErrorIsTold_emptyFilesAreSaid() {
        Assertions wrong = Assertions.load("assertions:\n  - {name: a, deny: \"x\"}\n  - {name: b, deny: \"y\"}\n");
        String message = assertThrows(IacException.class, () -> wrong.orThrow("reach.yaml"))
                .getMessage();
        assertTrue(message, message.contains("2 errors") && message.contains("line 2,") && message.contains("line 3,"));
        for (String empty : List.of("", "\n# nothing\n")) {
            String said = assertThrows(
                            IacException.class, () -> Assertions.load(empty).orThrow("reach.yaml"))
                    .getMessage();
            assertTrue(said, said.contains("found an empty file, expected assertions; start with 'assertions:'"));
            assertTrue(said, !said.contains("catalog") && !said.contains(", )"));
        }
    }
}
