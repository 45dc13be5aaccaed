package io.jenkins.plugins.iac.render;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.jenkins.plugins.iac.model.Pool;

/** Name and place of a manifest. */
final class Metadata {
    private Metadata() {}

    static ObjectMeta of(Pool pool, String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(pool.kubernetes().namespace())
                .addToLabels(PoolManifests.MANAGED_BY, PoolManifests.US)
                .addToAnnotations(PoolManifests.POOL, pool.name())
                .build();
    }
}
