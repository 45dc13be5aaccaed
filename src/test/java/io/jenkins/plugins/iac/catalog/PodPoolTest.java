package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Cidr;
import java.util.List;
import org.junit.Test;

/** Pools whose agents are pods: what lint says of them. */
public class PodPoolTest {
    private static final String IMAGE = "r/i@sha256:" + "0".repeat(64);

    /** What stands in {@code kubernetes} beside the needed fields, and what the one error must say. */
    private static final String[][] WRONG = {
        {"namespace: Prod", "at most 63"},
        {"serviceAccount: a_b", "at most 63"},
        {"runAsUser: 0", "a whole number from 1"},
        {"resources: {cpu: \"0\"}", "an amount such as 500m"},
        {"resources: {memory: 2 GB}", "an amount such as 500m"},
        {"egress: [{network: n, cidr: 10.0.0.1/8, ports: [443]}]", "without bits beyond its length"},
        {"egress: [{network: n, cidr: 10.0.0.0/33, ports: [443]}]", "without bits beyond its length"},
        {"egress: [{network: n, cidr: 010.0.0.0/8, ports: [443]}]", "without bits beyond its length"},
        {"egress: [{network: n, cidr: 10.0.0.0/8, ports: []}]", "an empty list"},
        {"egress: [{network: n, cidr: 10.0.0.0/8, ports: [0]}]", "a whole number from 1 to 65535"},
        {"egress: [{network: n, cidr: 10.0.0.0/8}]", "egress without ports"},
        {"egress: [{network: n, ports: [443]}]", "neither cidr nor namespace"},
        {"egress: [{network: n, cidr: 10.0.0.0/8, namespace: x, ports: [443]}]", "both cidr and namespace"},
        {"egress: [{network: m, cidr: 10.0.0.0/8, ports: [443]}]", "which is no network of the pool"},
        {"egress: [{network: n, cidr: 169.254.169.254/32, ports: [80]}]", "metadata service"},
        {"egress: [{network: n, cidr: 169.254.0.0/17, ports: [80]}]", "metadata service"},
        {"egress: [{network: n, cidr: 168.63.129.16/32, ports: [80]}]", "metadata service"},
        {"egress: [{network: n, cidr: 100.100.100.200/32, ports: [80]}]", "metadata service"},
        {"egress: [{network: n, cidr: 'fd00:ec2::254/128', ports: [80]}]", "metadata service"},
        {"egress: [{network: n, cidr: 10.0.0.0/8, except: [11.0.0.0/8], ports: [443]}]", "a range within 10.0.0.0/8"},
        {"egress: [{network: n, namespace: x, except: [11.0.0.0/8], ports: [443]}]", "no exception without cidr"},
        {"tolerations: [{effect: NoSchedule}]", "toleration without key"},
        {"tolerations: [{key: k, effect: Always}]", "one of NoSchedule"},
        {"nodeSelector: {\"a b\": c}", "the key of a label or taint"},
        {"hostNetwork: true", "unknown field"},
    };

    @Test
    public void lint_ofWrongPods_saysWhatIsWrong() {
        for (String[] row : WRONG) {
            List<Finding> errors = load("pool", "[n]", row[0]).errors();
            assertEquals(row[0] + errors, 1, errors.size());
            assertTrue(row[0] + errors, errors.get(0).message().contains(row[1]));
            assertTrue(row[0] + errors, errors.get(0).line() > 0);
        }
    }

    @Test
    public void lint_ofAPoolWhoseNameIsNoServiceAccount_asksForOne() {
        assertEquals(1, load("Pool_1", "[n]", "").errors().size());
        assertEquals(List.of(), load("Pool_1", "[n]", "serviceAccount: runner").errors());
    }

    @Test
    public void lint_ofDangerousPods_warns() {
        String jenkins = "egress: [{network: jenkins, namespace: jenkins, ports: [443]}";
        assertWarned("no egress to jenkins", "egress: [{network: n, cidr: 10.0.0.0/8, ports: [443]}]");
        assertWarned("no egress to it", jenkins + "]");
        assertWarned("any address", jenkins + ", {network: n, cidr: 0.0.0.0/0, ports: [443]}]");
        assertWarned("a token of its cluster", "serviceAccountToken: true");
        assertFalse(warnings(jenkins + ", {network: n, cidr: 10.0.0.0/8, ports: [443]}]")
                .contains("kubernetes"));
    }

    private static void assertWarned(String what, String kubernetes) {
        assertTrue(kubernetes, warnings(kubernetes).contains(what));
    }

    private static String warnings(String kubernetes) {
        LoadResult result = load("pool", "[n]", kubernetes);
        assertEquals(List.of(), result.errors());
        return result.warnings().toString();
    }

    @Test
    public void lint_ofTwoPoolsInOneNamespace_warns() {
        String pool = "  - {name: %s, operations: [plan], images: [\"" + IMAGE
                + "\"], kubernetes: {cloud: c, namespace: n, podTemplate: t}}\n";
        LoadResult result = CatalogLoader.load("pools:\n" + pool.formatted("a") + pool.formatted("b"), "test");
        assertTrue(result.warnings().toString().contains("the pool b shares the namespace n with the pool a"));
    }

    @Test
    public void lint_ofPodsWithoutImages_warns() {
        LoadResult result = CatalogLoader.load(
                "pools: [{name: a, operations: [plan], kubernetes: {cloud: c, namespace: n, podTemplate: t}}]", "test");
        assertTrue(result.warnings().toString().contains("no pod is accepted"));
    }

    @Test
    public void contains_ofRanges_comparesTheirBits() {
        Cidr metadata = new Cidr("169.254.169.254/32");
        assertTrue(new Cidr("0.0.0.0/0").contains(metadata));
        assertTrue(new Cidr("169.254.160.0/19").contains(metadata));
        assertFalse(new Cidr("169.254.128.0/19").contains(metadata));
        assertFalse(metadata.contains(new Cidr("169.254.169.0/24")));
        assertFalse("families do not mix", new Cidr("::/0").contains(metadata));
        assertTrue(new Cidr("fd00::/8").contains(new Cidr("fd00:ec2::254/128")));
    }

    private static LoadResult load(String name, String networks, String kubernetes) {
        return CatalogLoader.load(
                "pools:\n  - name: " + name
                        + "\n    operations: [plan]\n    trust: protected\n    ephemeral: true\n    networks: "
                        + networks
                        + "\n    images: [\"" + IMAGE + "\"]\n    kubernetes:\n      cloud: c\n      podTemplate: t\n"
                        + (kubernetes.startsWith("namespace") ? "" : "      namespace: x\n") + "      " + kubernetes
                        + "\n",
                "test");
    }
}
