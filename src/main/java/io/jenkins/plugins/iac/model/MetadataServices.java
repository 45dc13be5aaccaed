package io.jenkins.plugins.iac.model;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where clouds answer the machines on them, credentials included: all that is link-local, and what the clouds' own documents
 * name beside it. No check is asked there and no pod may connect there.
 */
public final class MetadataServices {
    /** As few ranges as hold them all. */
    public static final List<Cidr> RANGES = Stream.of(
                    // AWS, Azure, Google, Oracle, OpenStack and most others, among link-local addresses
                    "169.254.0.0/16",
                    "fe80::/10",
                    // Alibaba
                    "100.100.100.200/32",
                    "fd00:100::100:200/128",
                    // Azure's wire server
                    "168.63.129.16/32",
                    // Oracle, Classic and over IPv6
                    "192.0.0.192/32",
                    "fd00:c1::a9fe:a9fe/128",
                    // AWS over IPv6: metadata at ::254, identities of pods at ::23
                    "fd00:ec2::/32",
                    // Google over IPv6
                    "fd20:ce::254/128",
                    // Scaleway over IPv6
                    "fd00:42::42/128")
            .map(Cidr::new)
            .toList();

    private MetadataServices() {}

    /** Whether the address is one of theirs. */
    public static boolean contains(InetAddress address) {
        return contains(Cidr.ofOne(address));
    }

    /** Whether there is nothing in the range but addresses of theirs. */
    public static boolean contains(Cidr range) {
        return RANGES.stream().anyMatch(metadata -> metadata.contains(range));
    }

    /** Those of their ranges that a range reaches. */
    public static List<Cidr> within(Cidr range) {
        return RANGES.stream().filter(range::contains).toList();
    }
}
