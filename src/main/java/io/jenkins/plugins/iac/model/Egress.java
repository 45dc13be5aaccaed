package io.jenkins.plugins.iac.model;

import java.util.List;
import java.util.Map;

/**
 * Where the pods of a pool may connect to: an address range, or pods of a namespace.
 *
 * @param network the network of the pool that this is the way to, or {@link #CONTROLLER}
 * @param cidr address range, or null
 * @param except ranges within it that stay closed
 * @param namespace namespace of the pods to connect to, or null
 * @param podLabels labels of these pods; all of the namespace where empty
 * @param ports ports, at least one
 * @param protocol {@code TCP} or {@code UDP}
 */
public record Egress(
        String network,
        Cidr cidr,
        List<Cidr> except,
        String namespace,
        Map<String, String> podLabels,
        List<Integer> ports,
        String protocol) {
    /** What the way to the Jenkins controller is called. */
    public static final String CONTROLLER = "jenkins";

    public Egress {
        except = Values.list(except);
        podLabels = Values.map(podLabels);
        ports = Values.list(ports);
    }
}
