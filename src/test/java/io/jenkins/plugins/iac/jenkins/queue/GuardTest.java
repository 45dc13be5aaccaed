package io.jenkins.plugins.iac.jenkins.queue;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.config.CatalogDocument;
import java.util.List;
import java.util.Set;
import org.junit.Test;

public class GuardTest {
    private static final String POOLS =
            """
            environments: [{name: prod}]
            pools:
              - {name: data, label: iac-data, environments: [prod], operations: [plan]}
              - {name: app, environments: [prod], operations: [plan]}
              - {name: app-apply, label: app, environments: [prod], operations: [apply]}
            """;

    private static PoolIndex index(String text) {
        return PoolIndex.of(CatalogDocument.of(text));
    }

    private static PoolGrant grant(String pool) {
        return new PoolGrant(pool, "prod/db", "plan", "20261121-103012-4f2a9c01");
    }

    private static Guard guard(String... labels) {
        return Guard.of(index(POOLS), List.of(labels));
    }

    @Test
    public void opensTo_onlyTheGrantOfItsPool() {
        Object[][] cases = {
            {new String[] {"iac-data", "linux"}, "data", true},
            {new String[] {"iac-data", "linux"}, "app", false},
            {new String[] {"iac-data", "linux"}, "iac-data", false},
            {new String[] {"iac-data", "linux"}, "unknown", false},
            {new String[] {"iac-data", "linux"}, null, false},
            {new String[] {"app"}, "app", true},
            {new String[] {"app"}, "app-apply", true},
            {new String[] {"app"}, "data", false},
            {new String[] {"app", "iac-data"}, "app", false},
            {new String[] {"app", "iac-data"}, "data", false},
        };
        for (Object[] c : cases) {
            PoolGrant grant = c[1] == null ? null : grant((String) c[1]);
            assertEquals(
                    List.of((String[]) c[0]) + " for " + c[1],
                    c[2],
                    guard((String[]) c[0]).opensTo(grant));
        }
    }

    @Test
    public void isGuarded_onlyByTheLabelOfAPool() {
        assertTrue(guard("iac-data").isGuarded());
        assertTrue("a pool without a label has its name for one", guard("app").isGuarded());
        assertFalse(guard("linux", "data").isGuarded());
        assertFalse(guard().isGuarded());
    }

    @Test
    public void refusal_namesThePoolsAndWhatWasGranted() {
        assertEquals(
                "linux1 is an agent of the pool data; nothing runs there but what iacAgent got a grant for",
                guard("iac-data").refusal("linux1 is an agent of", null));
        assertEquals(
                "linux1 is an agent of the pool data, and what was granted is plan of prod/db on app (run"
                        + " 20261121-103012-4f2a9c01)",
                guard("iac-data").refusal("linux1 is an agent of", grant("app")));
        assertTrue(guard("app", "iac-data")
                .refusal("x is an agent of", grant("app"))
                .contains("app, iac-data"));
    }

    /** A catalog that is wrong somewhere keeps its agents, and gives them to nobody. */
    @Test
    public void index_ofADocumentWithErrors_guardsForNobody() {
        PoolIndex broken = index(POOLS + "stacks: [{id: x, nonsense: 1}]\n");
        Guard guard = Guard.of(broken, List.of("iac-data"));
        assertTrue(guard.isGuarded());
        assertFalse(guard.opensTo(grant("data")));
        assertEquals(Set.of(), guard.pools());
        assertFalse(broken.isUnreadable());
        assertFalse(Guard.of(broken, List.of("linux")).isGuarded());
    }

    @Test
    public void index_ofNothingReadable_guardsEverything() {
        for (String text : List.of("pools: [", "- a list", "", "\u0000")) {
            PoolIndex index = index(text);
            assertTrue(text, index.isUnreadable());
            assertFalse(text, index.guardsNothing());
        }
    }

    @Test
    public void index_ofAnEmptyCatalog_guardsNothing() {
        assertTrue(index("{}").guardsNothing());
    }
}
