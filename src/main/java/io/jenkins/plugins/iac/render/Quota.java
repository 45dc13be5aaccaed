package io.jenkins.plugins.iac.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.iac.model.PodResources;
import io.jenkins.plugins.iac.model.Pool;
import java.util.Map;
import java.util.TreeMap;

/** As much as the pool's most concurrent runs need, and none of what agents have no use for. */
final class Quota {
    /** Where the pool does not limit its runs. */
    static final int PODS = 10;

    private final Pool pool;

    Quota(Pool pool) {
        this.pool = pool;
    }

    HasMetadata quota() {
        int pods = pool.maxConcurrent() > 0 ? pool.maxConcurrent() : PODS;
        PodResources each = pool.kubernetes().resources();
        Map<String, Quantity> hard = new TreeMap<>();
        hard.put("pods", new Quantity(Integer.toString(pods)));
        for (String kind : new String[] {"requests.", "limits."}) {
            hard.put(kind + "cpu", times(each.cpu(), pods));
            hard.put(kind + "memory", times(each.memory(), pods));
            hard.put(kind + "ephemeral-storage", times(each.storage(), pods));
        }
        hard.put("persistentvolumeclaims", new Quantity("0"));
        hard.put("services", new Quantity("0"));
        return new ResourceQuotaBuilder()
                .withMetadata(Metadata.of(pool, "runs"))
                .withNewSpec()
                .withHard(hard)
                .endSpec()
                .build();
    }

    /** {@code 2Gi} times 4 is {@code 8Gi}: the unit stays, so that a person recognises it. */
    private static Quantity times(String quantity, int times) {
        int unit = 0;
        while (unit < quantity.length() && Character.isDigit(quantity.charAt(unit))) {
            unit++;
        }
        long amount = Math.multiplyExact(Long.parseLong(quantity.substring(0, unit)), times);
        return new Quantity(Long.toString(amount), quantity.substring(unit));
    }
}
