package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.iac.model.Pool;
import java.util.List;
import org.junit.Test;

public class PoolAgentsTest {
    private static Pool pool(String agents) {
        return CatalogLoader.load(
                        "environments: [{name: e}]\npools: [{name: p, operations: [plan]" + agents + "}]", "c")
                .orThrow()
                .pool("p")
                .orElseThrow();
    }

    private record Row(String agents, String node, boolean belongs) {}

    @Test
    public void mayHave_tableOfNames_failsClosedWhereThePoolNamesAny() {
        for (Row row : List.of(
                new Row("", "anybody", true),
                new Row(", agents: [prod-1, prod-2]", "prod-2", true),
                new Row(", agents: [prod-1]", "prod-10", false),
                new Row(", agents: [prod-1]", "Prod-1", false),
                // The built-in node has no name.
                new Row(", agents: [prod-1]", "", false),
                new Row(", agents: [cloud-*]", "cloud-", true),
                new Row(", agents: [cloud-*]", "my-cloud-1", false),
                new Row(", agents: []", "anybody", true))) {
            assertEquals(row.toString(), row.belongs(), pool(row.agents()).mayHave(row.node()));
        }
    }

    @Test
    public void agents_thatWouldNameEverybody_areNoNames() {
        for (String name : List.of("*", "*-prod", "", "a\tb")) {
            assertFalse(CatalogLoader.load("pools: [{name: p, operations: [plan], agents: [\"" + name + "\"]}]", "c")
                    .isOk());
        }
    }
}
