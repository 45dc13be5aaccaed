package io.jenkins.plugins.iac.receipt;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;

public class ReceiptVerdictTest {
    private static final Sha256 TOFU = Sha256.of("tofu");
    private static final String IMAGE = "registry.example/iac@" + Sha256.of("image");
    private static final Receipt.Pod POD = new Receipt.Pod("iac-prod", "agent-1", "iac");

    private static ObjectNode clean() {
        return ReceiptJson.write(new Receipt(
                Instant.parse("2026-11-02T12:00:00Z"),
                "agent-7",
                "jenkins",
                Tri.NO,
                Tri.YES,
                IMAGE,
                POD,
                List.of(new Receipt.Tool("/usr/local/bin/tofu", TOFU)),
                Duration.ofMinutes(3),
                List.of(),
                List.of(),
                Tri.NO,
                Tri.NO,
                List.of()));
    }

    private static Pool pool(Trust trust) {
        return new Pool(
                "pool",
                "label",
                trust,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true,
                true,
                List.of(IMAGE),
                List.of(new PoolTool("opentofu", "1.10.0", "/usr/local/bin/tofu", TOFU)),
                0,
                KubernetesPool.of("prod", "iac-prod", "iac-prod", "iac"),
                List.of(),
                null);
    }

    private static String failed(ObjectNode receipt, Trust trust) {
        return ReceiptVerdict.judge(ReceiptJson.read(receipt), pool(trust)).stream()
                .filter(condition -> !condition.passed())
                .map(Condition::rule)
                .collect(Collectors.joining(" "));
    }

    private record Row(String what, ObjectNode receipt, String atProtected, String atStandard) {}

    @Test
    public void judge_tableOfAgents_namesWhatContradictsThePool() {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("clean", clean(), "", ""));
        ObjectNode r = clean();
        r.withArray("credentials")
                .addObject()
                .put("severity", "high")
                .put("what", "AWS credentials")
                .put("where", "~/.aws")
                .put("credential", true);
        rows.add(new Row("standing credential", r, "receipt.credentials", ""));
        r = clean();
        r.withArray("credentials")
                .addObject()
                .put("severity", "medium")
                .put("what", "suspicious")
                .put("where", "X_TOKEN")
                .put("credential", false);
        rows.add(new Row("only suspicious", r, "", ""));
        r = clean();
        r.withArray("unknown").add("credentials");
        rows.add(new Row("credentials unknown", r, "receipt.token receipt.credentials", "receipt.token"));
        r = clean();
        r.withArray("credentials")
                .addObject()
                .put("severity", "medium")
                .put("what", WorkloadTokens.SERVICE_ACCOUNT)
                .put("where", "/var/run/secrets/kubernetes.io/serviceaccount/token")
                .put("credential", false);
        rows.add(new Row("token of the service account", r, "receipt.token", "receipt.token"));
        rows.add(new Row("docker", clean().put("dockerSocket", "yes"), "receipt.dockerSocket", ""));
        rows.add(new Row("docker unknown", clean().put("dockerSocket", "unknown"), "receipt.dockerSocket", ""));
        r = clean();
        r.withArray("leftovers").add("/tmp/iac-1");
        rows.add(new Row("leftovers", r, "receipt.ephemeral", ""));
        r = clean();
        r.withArray("unknown").add("leftovers");
        rows.add(new Row("leftovers unknown", r, "receipt.ephemeral", ""));
        rows.add(new Row("age unknown", clean().putNull("ageSeconds"), "receipt.ephemeral", ""));
        rows.add(new Row("image unknown", clean().putNull("image"), "receipt.image", "receipt.image"));
        rows.add(new Row(
                "another image",
                clean().put("image", "registry.example/iac@" + Sha256.of("x")),
                "receipt.image",
                "receipt.image"));
        rows.add(new Row(
                "image by tag", clean().put("image", "registry.example/iac:1"), "receipt.image", "receipt.image"));
        rows.add(new Row("image as Kubernetes spells it", clean().put("image", "docker-pullable://" + IMAGE), "", ""));
        rows.add(new Row(
                "digest in front", clean().put("image", Sha256.of("image") + "@x"), "receipt.image", "receipt.image"));
        rows.add(new Row("no pod", clean().putNull("pod"), "receipt.pod", "receipt.pod"));
        r = clean();
        ((ObjectNode) r.get("pod")).put("namespace", "default");
        rows.add(new Row("other namespace", r, "receipt.pod", "receipt.pod"));
        r = clean();
        ((ObjectNode) r.get("pod")).putNull("serviceAccount");
        rows.add(new Row("service account unknown", r, "receipt.pod", "receipt.pod"));
        r = clean();
        ((ObjectNode) r.get("tools").get(0)).put("sha256", Sha256.of("evil").toString());
        rows.add(new Row("another tool", r, "receipt.tool", "receipt.tool"));
        r = clean();
        ((ObjectNode) r.get("tools").get(0)).putNull("sha256");
        rows.add(new Row("tool unknown", r, "receipt.tool", "receipt.tool"));
        r = clean();
        r.putArray("tools");
        rows.add(new Row("tool not looked for", r, "receipt.tool", "receipt.tool"));
        rows.add(new Row("root", clean().put("root", "yes"), "receipt.nonRoot", ""));
        rows.add(new Row("root unknown", clean().put("root", "unknown"), "receipt.nonRoot", ""));
        rows.add(new Row("metadata", clean().put("metadataService", "yes"), "receipt.metadataService", ""));
        rows.add(new Row("metadata unknown", clean().put("metadataService", "unknown"), "receipt.metadataService", ""));
        for (Row row : rows) {
            assertEquals(row.what, row.atProtected, failed(row.receipt, Trust.PROTECTED));
            assertEquals(row.what, row.atProtected, failed(row.receipt, Trust.BREAKGLASS));
            assertEquals(row.what, row.atStandard, failed(row.receipt, Trust.STANDARD));
            assertEquals(row.what, row.atStandard, failed(row.receipt, Trust.UNTRUSTED));
        }
    }

    @Test
    public void judge_poolWithoutTrust_isJudgedAsProtected() {
        assertEquals("receipt.dockerSocket", failed(clean().put("dockerSocket", "yes"), null));
    }

    @Test
    public void read_everyMemberMissing_isAnError() {
        for (Iterator<String> names = clean().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            ObjectNode missing = clean();
            missing.remove(name);
            assertThrows(name, IacException.class, () -> ReceiptJson.read(missing));
            ObjectNode wrong = clean();
            wrong.put(name, 1.5);
            assertThrows(name, IacException.class, () -> ReceiptJson.read(wrong));
        }
    }

    @Test
    public void findings_worstFirst_andInJson() throws Exception {
        ObjectNode json = clean().put("root", "yes").put("dockerSocket", "yes").put("metadataService", "unknown");
        json.withArray("leftovers").add("/tmp/iac-1");
        json.withArray("credentials")
                .addObject()
                .put("severity", "high")
                .put("what", "AWS credentials")
                .put("where", "/h/.aws/credentials")
                .put("credential", true);
        assertEquals(
                "{\"findings\":["
                        + "{\"severity\":\"high\",\"what\":\"AWS credentials\",\"where\":\"/h/.aws/credentials\"},"
                        + "{\"severity\":\"high\",\"what\":\"a container engine answers: root on this machine\",\"where\":\"docker\"},"
                        + "{\"severity\":\"medium\",\"what\":\"jobs run as root\",\"where\":\"user jenkins\"},"
                        + "{\"severity\":\"low\",\"what\":\"left by an earlier run\",\"where\":\"/tmp/iac-1\"},"
                        + "{\"severity\":\"low\",\"what\":\"could not be checked: an instance metadata service answers\",\"where\":\"metadata\"}]}",
                Json.write(Inspection.json(ReceiptJson.read(json))));
        assertTrue(Inspection.findings(ReceiptJson.read(clean())).isEmpty());
    }
}
