package io.jenkins.plugins.iac.pod;

import static io.jenkins.plugins.iac.pod.Pods.POOL;
import static io.jenkins.plugins.iac.pod.Pods.changed;
import static io.jenkins.plugins.iac.pod.Pods.failed;
import static io.jenkins.plugins.iac.pod.Pods.judge;
import static io.jenkins.plugins.iac.pod.Pods.pod;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Pool;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** Whose business a pod is. */
public class PodClaimTest {
    @Test
    public void judge_ofAPodWithoutTheLabel_isRefusedInThePoolsNamespaceAndFreeElsewhere() {
        assertEquals(Set.of("pod.pool"), failed(judge("prod", "other", Set.of("java"), pod())));
        assertEquals(List.of(), judge("prod", "other", Set.of("java"), changed("/metadata/namespace", "\"ci\"")));
        assertEquals(List.of(), judge("dev", "other", Set.of("java"), pod()));
    }

    /** The connection to the cluster decides where it goes, and that may be the pool's namespace. */
    @Test
    public void judge_ofAPodWithoutANamespace_isRefusedOnThePoolsCloudOnly() {
        for (String value : new String[] {"", "\"\"", "null"}) {
            JsonNode pod = changed("/metadata/namespace", value);
            List<Condition> conditions = judge("prod", "other", Set.of("java"), pod);
            assertEquals(value, Set.of("pod.pool"), failed(conditions));
            assertTrue(conditions.get(0).message().contains("name one"));
            assertEquals(value, List.of(), judge("dev", "other", Set.of("java"), pod));
        }
    }

    @Test
    public void judge_ofAnUnknownAgent_isRefused() {
        assertEquals(Set.of("pod.agent"), failed(judge("dev", null, null, changed("/metadata/namespace", "\"ci\""))));
        assertEquals(
                "without pools nobody asks",
                List.of(),
                PodAdmission.judge(List.of(), new PodRequest("dev", null, (Collection<String>) null, pod())));
    }

    @Test
    public void judge_ofAnAgentWithTheLabelsOfTwoPools_isRefused() {
        Pool other = CatalogLoader.load("pools: [{name: b, label: b, operations: [plan]}]", "test")
                .orThrow()
                .pool("b")
                .orElseThrow();
        List<Condition> conditions =
                PodAdmission.judge(List.of(POOL, other), new PodRequest("prod", "iac", Set.of("iac", "b"), pod()));
        assertEquals(
                "its agents are no pods, and two are one too many",
                Set.of("pod.pool", "pod.template"),
                failed(conditions));
    }

    @Test
    public void judgeWithoutCatalog_tableOfDocuments_failsClosed() {
        PodRequest own = new PodRequest("prod", "iac", Set.of("iac"), pod());
        PodRequest foreign = new PodRequest("dev", "x", Set.of("java"), changed("/metadata/namespace", "\"ci\""));
        PodRequest unknown = new PodRequest("dev", "x", (Collection<String>) null, foreign.pod());
        Object[][] rows = {
            {null, true, true, true},
            {"text", true, true, true},
            {Map.of(), false, false, false},
            {Map.of("pools", "text"), true, true, true},
            {Map.of("pools", List.of("text")), true, true, true},
            {Map.of("pools", List.of(Map.of("name", "iac"))), true, false, true},
            {Map.of("pools", List.of(Map.of("name", "p", "label", "java"))), false, true, true},
            {Map.of("pools", List.of(Map.of("name", "p", "kubernetes", Map.of("namespace", "ns")))), true, false, true},
        };
        for (Object[] row : rows) {
            String what = Arrays.toString(row);
            assertEquals(
                    what, row[1], !PodAdmission.judgeWithoutCatalog(row[0], own).isEmpty());
            assertEquals(
                    what,
                    row[2],
                    !PodAdmission.judgeWithoutCatalog(row[0], foreign).isEmpty());
            assertEquals(
                    what,
                    row[3],
                    !PodAdmission.judgeWithoutCatalog(row[0], unknown).isEmpty());
        }
    }

    @Test
    public void judgeWithoutCatalog_ofAPodWithoutANamespace_isRefusedOnThePoolsCloud() {
        PodRequest nowhere = new PodRequest("prod", "x", Set.of("java"), changed("/metadata/namespace", ""));
        Object[][] rows = {
            {Map.of("namespace", "ns", "cloud", "prod"), true},
            {Map.of("namespace", "ns", "cloud", "dev"), false},
            {Map.of("namespace", "ns"), true},
            {"text", false},
        };
        for (Object[] row : rows) {
            Object document = Map.of("pools", List.of(Map.of("name", "p", "kubernetes", row[0])));
            assertEquals(
                    row[0].toString(),
                    row[1],
                    !PodAdmission.judgeWithoutCatalog(document, nowhere).isEmpty());
        }
    }
}
