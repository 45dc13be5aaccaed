package io.jenkins.plugins.iac.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.jenkins.plugins.iac.model.Cidr;
import io.jenkins.plugins.iac.model.Egress;
import io.jenkins.plugins.iac.model.MetadataServices;
import io.jenkins.plugins.iac.model.Pool;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Nothing comes in, nothing goes out; then what the pool lists, and names where it lists anything at all. The metadata
 * service of the cloud stays closed even within a range that is listed.
 */
final class NetworkPolicies {
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final int DNS = 53;

    private final Pool pool;

    NetworkPolicies(Pool pool) {
        this.pool = pool;
    }

    Stream<HasMetadata> all() {
        HasMetadata deny = new NetworkPolicyBuilder()
                .withMetadata(Metadata.of(pool, "default-deny"))
                .withNewSpec()
                .withPodSelector(new LabelSelector())
                .withPolicyTypes("Ingress", "Egress")
                .endSpec()
                .build();
        List<Egress> listed = pool.kubernetes().egress();
        if (listed.isEmpty()) {
            return Stream.of(deny);
        }
        HasMetadata allow = new NetworkPolicyBuilder()
                .withMetadata(Metadata.of(pool, "allowed-egress"))
                .withNewSpec()
                .withPodSelector(new LabelSelector())
                .withPolicyTypes("Egress")
                .withEgress(Stream.concat(Stream.of(names()), listed.stream().map(NetworkPolicies::rule))
                        .toList())
                .endSpec()
                .build();
        return Stream.of(deny, allow);
    }

    /** The cluster's own name service, and no other. */
    private static NetworkPolicyEgressRule names() {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(pods("kube-system", Map.of("k8s-app", "kube-dns")))
                .withPorts(port(DNS, "UDP"), port(DNS, "TCP"))
                .build();
    }

    private static NetworkPolicyEgressRule rule(Egress egress) {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(egress.cidr() == null ? pods(egress.namespace(), egress.podLabels()) : range(egress))
                .withPorts(egress.ports().stream()
                        .map(port -> port(port, egress.protocol()))
                        .toList())
                .build();
    }

    private static NetworkPolicyPeer range(Egress egress) {
        TreeSet<String> except = new TreeSet<>();
        egress.except().forEach(cidr -> except.add(cidr.text()));
        for (Cidr metadata : MetadataServices.within(egress.cidr())) {
            boolean closed = egress.except().stream().anyMatch(e -> e.contains(metadata));
            if (!closed) {
                except.add(metadata.text());
            }
        }
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr(egress.cidr().text())
                .withExcept(List.copyOf(except))
                .endIpBlock()
                .build();
    }

    private static NetworkPolicyPeer pods(String namespace, Map<String, String> labels) {
        NetworkPolicyPeerBuilder peer = new NetworkPolicyPeerBuilder()
                .withNamespaceSelector(new LabelSelectorBuilder()
                        .addToMatchLabels(NAMESPACE_NAME, namespace)
                        .build());
        return labels.isEmpty()
                ? peer.build()
                : peer.withPodSelector(new LabelSelectorBuilder()
                                .withMatchLabels(labels)
                                .build())
                        .build();
    }

    private static NetworkPolicyPort port(int port, String protocol) {
        return new NetworkPolicyPort(null, new IntOrString(port), protocol);
    }
}
