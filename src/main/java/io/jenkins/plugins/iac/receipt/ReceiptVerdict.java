package io.jenkins.plugins.iac.receipt;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether an agent is what its pool says. What the pool claims (tools, images, pods) must hold for every pool; pools from
 * {@code protected} up also refuse machines on which a job could find more than the run's own identity. Unknown does not
 * hold. Being root and a reachable metadata service contradict a pool of pods, which says that they are not; of other
 * machines no pool says anything, and they are findings only.
 */
public final class ReceiptVerdict {
    private ReceiptVerdict() {}

    /** Every condition, in a fixed order; the agent may be used if all passed. */
    public static List<Condition> judge(Receipt receipt, Pool pool) {
        List<Condition> conditions = new ArrayList<>();
        pool.tools().forEach(tool -> conditions.add(tool(receipt, tool)));
        if (!pool.images().isEmpty()) {
            conditions.add(image(receipt, pool));
        }
        if (pool.kubernetes() != null) {
            conditions.add(pod(receipt, pool));
            if (!pool.kubernetes().serviceAccountToken()) {
                conditions.add(token(receipt));
            }
        }
        if (pool.trust() != Trust.UNTRUSTED && pool.trust() != Trust.STANDARD) {
            conditions.add(credentials(receipt));
            conditions.add(Condition.of(
                    "receipt.dockerSocket",
                    receipt.dockerSocket() == Tri.NO,
                    "no container engine within reach",
                    receipt.dockerSocket() == Tri.YES
                            ? "one answers"
                            : receipt.dockerSocket().id(),
                    "take the engine's socket out of the agents of this pool"));
            if (pool.ephemeral()) {
                conditions.add(leftovers(receipt));
            }
            if (pool.kubernetes() != null) {
                conditions.add(Condition.of(
                        "receipt.nonRoot",
                        receipt.root() == Tri.NO,
                        "a pod that does not run as root",
                        receipt.root() == Tri.YES ? "root" : receipt.root().id(),
                        "start the agent from the pool's own pod template"));
                conditions.add(Condition.of(
                        "receipt.metadataService",
                        receipt.metadataService() == Tri.NO,
                        "no instance metadata service within reach",
                        receipt.metadataService() == Tri.YES
                                ? "one answers"
                                : receipt.metadataService().id(),
                        "apply the network policies that render kubernetes makes, and see that they are enforced"));
            }
        }
        return conditions;
    }

    private static Condition tool(Receipt receipt, PoolTool expected) {
        String found = receipt.tools().stream()
                .filter(tool -> tool.path().equals(expected.path()))
                .map(Receipt.Tool::sha256)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
        return Condition.of(
                "receipt.tool",
                Objects.equals(found, String.valueOf(expected.sha256())),
                expected.path() + " " + expected.sha256(),
                found,
                "install " + expected.name() + " " + expected.version() + " on the agents of this pool");
    }

    private static Condition image(Receipt receipt, Pool pool) {
        String digest = digest(receipt.image());
        return Condition.of(
                "receipt.image",
                digest != null
                        && pool.images().stream().map(ReceiptVerdict::digest).anyMatch(digest::equals),
                String.join(" or ", pool.images()),
                receipt.image(),
                "use an image of the pool, or let the pool's owner add this one");
    }

    /** {@code sha256:...} after the last {@code @}, or null. */
    private static String digest(String image) {
        int at = image == null ? -1 : image.lastIndexOf('@');
        return at >= 0 && image.startsWith("sha256:", at + 1) ? image.substring(at + 1) : null;
    }

    private static Condition pod(Receipt receipt, Pool pool) {
        KubernetesPool expected = pool.kubernetes();
        String account = expected.serviceAccountOf(pool.name());
        Receipt.Pod pod = receipt.pod();
        boolean passed =
                pod != null && expected.namespace().equals(pod.namespace()) && account.equals(pod.serviceAccount());
        return Condition.of(
                "receipt.pod",
                passed,
                "namespace " + expected.namespace() + ", service account " + account,
                pod == null ? null : "namespace " + pod.namespace() + ", service account " + pod.serviceAccount(),
                "start the agent from the pool's own pod template");
    }

    private static Condition token(Receipt receipt) {
        List<String> where = receipt.credentials().stream()
                .filter(f -> f.what().equals(WorkloadTokens.SERVICE_ACCOUNT))
                .map(Finding::where)
                .toList();
        boolean known = receipt.knows(Receipt.CREDENTIALS);
        return Condition.of(
                "receipt.token",
                known && where.isEmpty(),
                "no service account token in the pod",
                where.isEmpty() ? (known ? "none" : null) : String.join(", ", where),
                "start the agent from the pool's own pod template, which mounts none");
    }

    private static Condition credentials(Receipt receipt) {
        List<String> where = receipt.credentials().stream()
                .filter(Finding::credential)
                .map(Finding::where)
                .toList();
        boolean known = receipt.knows(Receipt.CREDENTIALS);
        return Condition.of(
                "receipt.credentials",
                known && where.isEmpty(),
                "no standing credential in environment or home",
                where.isEmpty() ? (known ? "none" : null) : String.join(", ", where),
                "take them off the agents of this pool; a run gets an identity of its own");
    }

    private static Condition leftovers(Receipt receipt) {
        boolean known = receipt.knows(Receipt.LEFTOVERS) && receipt.age() != null;
        String age = receipt.age() == null
                ? ""
                : " on a machine that is " + receipt.age().toMinutes() + " minutes old";
        return Condition.of(
                "receipt.ephemeral",
                known && receipt.leftovers().isEmpty(),
                "a machine without traces of earlier runs",
                receipt.leftovers().isEmpty()
                        ? (known ? "none" + age : null)
                        : String.join(", ", receipt.leftovers()) + age,
                "the pool is ephemeral: an agent must serve one run and be gone");
    }
}
