package io.jenkins.plugins.iac.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.admission.Admission;
import io.jenkins.plugins.iac.admission.Request;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.report.DecisionText;
import java.time.Instant;
import java.util.List;
import org.junit.Test;

/** What those who see a build, and not the catalog, are told of a decision. */
public class ExplainedTest {
    private static final Catalog CATALOG = CatalogLoader.load(
                    """
                    environments: [{name: stage}]
                    pools: [{name: p, environments: [stage], operations: [plan]}]
                    scopes:
                      - {path: "stage/**", environment: stage, repository: "git@example.org:x/y.git", pools: [p],
                         tool: {name: terraform, version: "1.11.4"}, variables: {key: hunter2}}
                    stacks:
                      - {id: stage/web, directory: web, owner: web, backend: {type: local, config: {path: /secret.tfstate}}}
                    teams: [{name: web, users: [alice]}]
                    """,
                    "test")
            .orThrow();

    private static ObjectNode explained(String stack) {
        RunSource source = new RunSource(
                SourceKind.BRANCH,
                "git@example.org:x/y.git",
                null,
                "main\u001b[2J",
                null,
                "alice",
                "alice",
                Trigger.PERSON,
                Tri.NO);
        return Explained.of(
                new Admission(CATALOG).decide(Request.of(stack, Operation.PLAN, source, Instant.EPOCH)), CATALOG);
    }

    private static JsonNode field(JsonNode explained, String name) {
        for (JsonNode field : explained.path("inherited")) {
            if (field.path("field").asText().equals(name)) {
                return field;
            }
        }
        throw new AssertionError("no " + name + " in " + explained);
    }

    @Test
    public void of_aStack_saysWhereEachFieldComesFrom_withoutValuesOfVariablesAndBackend() {
        ObjectNode json = explained("stage/web");
        assertFalse("nobody said that it is protected", json.path("protected").asBoolean(true));
        assertEquals("stage/**", field(json, "environment").path("from").asText());
        assertEquals("stack", field(json, "owner").path("from").asText());
        assertEquals("web", field(json, "owner").path("value").asText());
        assertEquals("stage/**", field(json, "variables.key").path("from").asText());
        for (String hidden : List.of("variables.key", "backend.config.path")) {
            assertFalse(hidden, field(json, hidden).has("value"));
        }
        assertFalse(Json.write(json).matches("(?s).*(hunter2|secret).*"));
    }

    @Test
    public void of_anUnknownStack_isTheDecisionAlone() {
        ObjectNode json = explained("stage/other");
        assertEquals("rejected", json.path("decision").asText());
        assertFalse(json.has("inherited"));
    }

    @Test
    public void text_isTheSameTree_withoutControlCharacters() {
        ObjectNode json = explained("stage/web");
        List<String> lines = DecisionText.of("plan of stage/web", json);
        assertTrue(
                lines.get(0),
                lines.get(0)
                        .startsWith(
                                "plan of stage/web: " + json.path("decision").asText()));
        for (JsonNode condition : json.path("conditions")) {
            String mark = condition.path("passed").asBoolean() ? "  + " : "  - ";
            String start = mark + condition.path("rule").asText();
            assertTrue(start, lines.stream().anyMatch(l -> l.startsWith(start)));
        }
        assertTrue(lines.contains("  environment: stage  from stage/**"));
        assertTrue(lines.contains("  variables.key: (not shown)  from stage/**"));
        assertFalse(String.join("", lines).contains("\u001b"));
    }
}
