package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Cidr;
import io.jenkins.plugins.iac.model.Egress;
import io.jenkins.plugins.iac.model.KubernetesPool;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.Trust;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is legal but dangerous, or does not work, of pools whose agents are pods. */
final class PodWarnings {
    private static final List<Cidr> EVERYWHERE = List.of(new Cidr("0.0.0.0/0"), new Cidr("::/0"));

    private final Findings findings;
    private final Map<String, String> poolOfNamespace = new HashMap<>();

    PodWarnings(Findings findings) {
        this.findings = findings;
    }

    void pool(Fields at, Pool pool) {
        KubernetesPool pods = pool.kubernetes();
        if (pods == null) {
            return;
        }
        Fields fields = at.record("kubernetes");
        String of = "the pool " + pool.name();
        if (pool.images().isEmpty()) {
            findings.warn(
                    at.at("images"),
                    at.path().child("images"),
                    of + " has pods and no images: no pod is accepted for it; name image digests");
        }
        String other = poolOfNamespace.putIfAbsent(pods.cloud() + "/" + pods.namespace(), pool.name());
        if (other != null) {
            warn(
                    fields,
                    "namespace",
                    of + " shares the namespace " + pods.namespace() + " with the pool " + other
                            + ": quota and network policies are a namespace's, so that each gets the other's; use two");
        }
        if (pods.serviceAccountToken()) {
            warn(
                    fields,
                    "serviceAccountToken",
                    of + " gives every run a token of its cluster: what the account may do, each run may do;"
                            + " give it no role, or leave the token out");
        }
        if (!pods.egress().isEmpty()) {
            egress(fields, pool, pods.egress());
        }
    }

    private void egress(Fields fields, Pool pool, List<Egress> egress) {
        String of = "the pool " + pool.name();
        if (egress.stream().noneMatch(e -> e.network().equals(Egress.CONTROLLER))) {
            warn(fields, "egress", of + " has no egress to jenkins: its agents cannot connect; add one");
        }
        for (String network : pool.networks()) {
            if (egress.stream().noneMatch(e -> e.network().equals(network))) {
                warn(
                        fields,
                        "egress",
                        of + " offers the network " + network
                                + " and has no egress to it: runs cannot reach it; add one");
            }
        }
        boolean open = egress.stream().anyMatch(e -> e.cidr() != null && EVERYWHERE.contains(e.cidr()));
        if (open && pool.trust() != Trust.STANDARD) {
            warn(
                    fields,
                    "egress",
                    of + " (" + pool.trust().id()
                            + ") may connect to any address: what a run reads can leave with it; name the ranges");
        }
    }

    private void warn(Fields at, String field, String message) {
        findings.warn(at.at(field), at.path().child(field), message);
    }
}
