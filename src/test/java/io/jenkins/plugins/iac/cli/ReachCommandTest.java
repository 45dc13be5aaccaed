package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ReachCommandTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Company company;

    @Before
    public void write() throws Exception {
        company = new Company(folder.newFolder("c").toPath())
                .stack("dev/app", "", "")
                .stack("prod/db", "", "")
                .writeCatalog();
    }

    private String assertions(String text) throws Exception {
        Path file = folder.getRoot().toPath().resolve("invariants.yaml");
        return Files.writeString(file, text).toString();
    }

    @Test
    public void reach_fromAFork_getsToTheStaticLaneOnly() {
        JsonNode json =
                company.call("reach", "--from", "fork_pull_request").ends(0).json();
        Set<String> operations = json.path("paths")
                .valueStream()
                .map(p -> p.path("operation").asText())
                .collect(Collectors.toSet());
        assertEquals(Set.of("fmt", "validate", "static_policy"), operations);
        assertEquals(0, json.path("violations").size());
        JsonNode path = json.path("paths").path(0);
        for (String member : new String[] {"source", "stack", "operation", "pool", "identity", "networks"}) {
            assertTrue(member + " in " + path, path.has(member));
        }
    }

    @Test
    public void reach_toProduction_namesNoPullRequestThatApplies() {
        JsonNode paths = company.call("reach", "--to", "prod").ends(0).json().path("paths");
        assertTrue(paths.valueStream()
                .anyMatch(p -> p.path("operation").asText().equals("apply")
                        && p.path("source").asText().equals("branch")));
        assertTrue(paths.valueStream()
                .noneMatch(p -> p.path("operation").asText().equals("apply")
                        && p.path("source").asText().contains("pull_request")));
        assertTrue(paths.valueStream().allMatch(p -> p.path("stack").asText().equals("prod/db")));
    }

    @Test
    public void reach_violatedAssertion_isNamedAndExitsTwo() throws Exception {
        String file = assertions(
                """
                assertions:
                  - {name: nobody applies to dev, deny: "operation == 'apply' && environment.name == 'dev'", message: why not}
                """);
        Answer done = company.call("reach", "--to", "prod", "--assert", file).ends(2);
        JsonNode violation = done.json().path("violations").path(0);
        assertEquals("nobody applies to dev", violation.path("assertion").asText());
        assertEquals("dev/app", violation.path("path").path("stack").asText());
    }

    @Test
    public void reach_assertionsThatHold_exitZeroAlsoWithoutAQuestion() throws Exception {
        String file = assertions(
                """
                assertions:
                  - {name: forks stay out, deny: "source.kind == 'fork_pull_request' && lane == 'full'"}
                """);
        assertEquals(
                0,
                company.call("reach", "--assert", file)
                        .ends(0)
                        .json()
                        .path("violations")
                        .size());
    }

    @Test
    public void reach_badCalls_areErrors() throws Exception {
        company.call("reach").fails(1, "--from");
        company.call("reach", "--from", "branch", "--to", "prod").fails(1);
        company.call("reach", "--from", "nowhere").fails(1, "nowhere");
        company.call("reach", "--to", "prdo").fails(1, "prdo");
        company.call(
                        "reach",
                        "--to",
                        "prod",
                        "--assert",
                        assertions("assertions:\n  - {name: x, deny: \"nope == 1\"}\n"))
                .fails(1, "nope");
    }

    @Test
    public void explain_inherited_saysWhereEachFieldComesFrom() {
        String[] question = {"explain", "--stack", "prod/db", "--operation", "plan", "--source", "branch", "--inherited"
        };
        JsonNode fields = company.call(question).json().path("inherited");
        assertTrue(
                fields.toString(),
                fields.valueStream()
                        .anyMatch(f -> f.path("field").asText().equals("directory")
                                && f.path("from").asText().equals("stack")));
        assertTrue(
                fields.toString(),
                fields.valueStream().anyMatch(f -> f.path("from").asText().contains("*")));
    }
}
