package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.model.Cidr;
import io.jenkins.plugins.iac.model.Egress;
import io.jenkins.plugins.iac.model.MetadataServices;

/** What is wrong with the pods of a pool although each field by itself is right. */
final class PodChecks {
    private final Findings findings;

    PodChecks(Findings findings) {
        this.findings = findings;
    }

    void pool(Fields pool) {
        Fields pods = pool.record("kubernetes");
        if (pods == null) {
            return;
        }
        String name = pool.text("name");
        if (name != null && !pods.has("serviceAccount") && !Grammar.KUBERNETES_NAME.matches(name)) {
            findings.error(
                    pods.tree(),
                    pods.path().child("serviceAccount"),
                    "no serviceAccount, and the pool's name " + Findings.quote(name) + " cannot be that of one",
                    Grammar.KUBERNETES_NAME.expected(),
                    "name the service account");
        }
        pods.records("egress").forEach(egress -> egress(pool, egress));
    }

    private void egress(Fields pool, Fields egress) {
        String network = egress.text("network");
        if (network != null
                && !network.equals(Egress.CONTROLLER)
                && !pool.texts("networks").contains(network)) {
            findings.error(
                    egress.at("network"),
                    egress.path().child("network"),
                    Findings.quote(network) + ", which is no network of the pool",
                    "jenkins, or one of its networks",
                    "add it to the pool's networks, which admission asks for");
        }
        if (egress.has("cidr") == egress.has("namespace")) {
            findings.error(
                    egress.tree(),
                    egress.path(),
                    egress.has("cidr") ? "both cidr and namespace" : "neither cidr nor namespace",
                    "one of the two",
                    "");
        }
        Cidr cidr = range(egress, "cidr", egress.text("cidr"));
        for (String text : egress.texts("except")) {
            Cidr except = range(egress, "except", text);
            if (except != null && (cidr == null || !cidr.contains(except))) {
                findings.error(
                        egress.at("except"),
                        egress.path().child("except"),
                        text,
                        cidr == null ? "no exception without cidr" : "a range within " + cidr,
                        "");
            }
        }
        if (cidr != null && MetadataServices.contains(cidr)) {
            findings.error(
                    egress.at("cidr"),
                    egress.path().child("cidr"),
                    cidr + ", where the metadata service gives away the node's credentials",
                    "a range that is more than link-local addresses and metadata services",
                    "let runs use their own identity instead");
        }
    }

    private Cidr range(Fields egress, String field, String text) {
        if (text == null) {
            return null;
        }
        return Cidr.parse(text).orElseGet(() -> {
            findings.error(
                    egress.at(field),
                    egress.path().child(field),
                    Findings.quote(text),
                    Grammar.CIDR.expected() + ", without bits beyond its length",
                    "");
            return null;
        });
    }
}
