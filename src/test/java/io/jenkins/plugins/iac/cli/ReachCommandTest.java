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

    /** Paths as {@code KIND OPERATION STACK}. */
    private Set<String> paths(String... arguments) {
        return company.call(arguments)
                .ends(0)
                .json()
                .path("paths")
                .valueStream()
                .map(p -> p.path("source").asText() + " " + p.path("operation").asText() + " "
                        + p.path("stack").asText())
                .collect(Collectors.toSet());
    }

    @Test
    public void reach_refActorAndTrigger_narrowEitherQuestion() throws Exception {
        company.catalog(
                "stacks:\n",
                """
                rules:
                  - {name: by-alice, when: "environment.name == 'prod' && operation == 'apply'", require: "trigger == 'person' && actor == 'alice'"}
                stacks:
                """);
        String apply = "branch apply prod/db";
        String[][] table = {
            // whether the path is there, and the question
            {"yes", "--from", "branch"},
            {"yes", "--from", "branch", "--ref", "main"},
            {"no", "--from", "branch", "--ref", "feature"},
            {"yes", "--from", "branch", "--ref", "main", "--actor", "alice", "--trigger", "person"},
            {"no", "--from", "branch", "--actor", "bob"},
            {"no", "--from", "branch", "--trigger", "push"},
            {"yes", "--from", "person"},
            {"yes", "--from", "person", "--actor", "alice"},
            {"no", "--from", "person", "--actor", "bob"},
            {"no", "--from", "timer"},
            {"yes", "--to", "prod"},
            {"yes", "--to", "prod/db", "--ref", "main"},
            {"no", "--to", "prod", "--ref", "feature"},
            {"no", "--to", "prod", "--actor", "bob"},
            {"no", "--to", "prod/db", "--trigger", "timer"},
        };
        for (String[] row : table) {
            String[] call = row.clone();
            call[0] = "reach";
            Set<String> found = paths(call);
            String question = String.join(" ", call) + " " + found;
            assertEquals(question, row[0].equals("yes"), found.contains(apply));
            assertTrue(question, found.stream().anyMatch(p -> p.endsWith(" plan prod/db")));
        }
        JsonNode open = company.call("reach", "--to", "prod/db").json().path("paths");
        assertTrue(
                "what sets it off is named where that is not everything",
                open.valueStream()
                        .anyMatch(p -> p.path("operation").asText().equals("apply")
                                && p.path("source").asText().equals("branch")
                                && p.path("triggers").toString().equals("[\"person\"]")));
    }

    @Test
    public void reach_narrowedByWhatCannotBe_isAnError() throws Exception {
        String[][] table = {
            {"timer", "--from", "timer", "--trigger", "person"},
            {"person, or no --trigger", "--from", "person", "--trigger", "push"},
            {"one of push, request, timer, person, upstream", "--from", "branch", "--trigger", "cron"},
            {"without --trigger all are meant", "--from", "branch", "--trigger", "unknown"},
            {"without --trigger all are meant", "--to", "prod", "--trigger", "unknown"},
            {"sets off a run of schedule", "--from", "schedule", "--trigger", "person"},
            {"sets off a run of manual", "--from", "manual", "--trigger", "timer"},
            {"sets off a run of fork_pull_request", "--from", "fork", "--trigger", "push"},
            {"sets off a run of tag", "--from", "tag", "--trigger", "request"},
        };
        for (String[] row : table) {
            String[] call = row.clone();
            call[0] = "reach";
            company.call(call).fails(1, "--trigger", row[0]);
        }
        String file = assertions("assertions:\n  - {name: none, deny: \"lane == 'full' && lane == 'static'\"}\n");
        for (String option : new String[] {"--ref", "--actor", "--trigger"}) {
            company.call("reach", "--assert", file, option, "timer").fails(1, "narrow --from or --to");
        }
    }

    @Test
    public void reach_assertionThatSpeaksOfNoPath_isAWarningAndNoProof() throws Exception {
        String file = assertions(
                """
                assertions:
                  - {name: requests apply politely, when: "source.kind == 'pull_request' && operation == 'apply'", require: "approvals >= 9"}
                  - {name: nobody unlocks from a fork, deny: "source.kind == 'fork_pull_request' && operation == 'unlock' && lane == 'full'"}
                  - {name: forks stay out, deny: "source.kind == 'fork_pull_request' && lane == 'full'"}
                """);
        JsonNode json = company.call("reach", "--assert", file).ends(0).json();
        assertEquals(
                "[0, 0, 6]",
                json.path("assertions")
                        .valueStream()
                        .map(a -> a.path("paths").asInt())
                        .toList()
                        .toString());
        assertEquals(json.toString(), 2, json.path("warnings").size());
        for (int i = 0; i < 2; i++) {
            String warning = json.path("warnings").path(i).asText();
            String name = json.path("assertions").path(i).path("name").asText();
            assertTrue(warning, warning.contains(name) && warning.contains("proves nothing"));
        }
        String text = Company.raw(
                        company.clock(), "reach", "--catalog", company.catalog().toString(), "--assert", file)
                .ends(0)
                .out();
        assertTrue(text, text.contains("warning: the assertion 'requests apply politely' speaks of no path"));
        assertTrue(text, text.contains("holds (of 6 paths): forks stay out"));
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
