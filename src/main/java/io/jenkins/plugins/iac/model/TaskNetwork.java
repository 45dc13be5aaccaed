package io.jenkins.plugins.iac.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses an external check may have. Metadata services of clouds, and what else is link-local, multicast or
 * reserved, are never among them, however they are written: IPv4 inside IPv6 is looked at as IPv4.
 */
public enum TaskNetwork {
    /** Addresses of the internet only. */
    PUBLIC,
    /** Those of private networks too. */
    PRIVATE,
    /** Those and this machine. */
    LOCAL;

    /** The one of this spelling; anything else allows as little as possible. */
    public static TaskNetwork of(String id) {
        return Arrays.stream(values())
                .filter(n -> n.id().equals(id))
                .findFirst()
                .orElse(PUBLIC);
    }

    /** The spellings of all of them. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(TaskNetwork::id).toList();
    }

    /** The spelling in the catalog: {@code public}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a check may have this address. */
    public boolean allows(InetAddress address) {
        InetAddress inner = embedded(address);
        if (inner != null) {
            return allows(inner);
        }
        if (address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || MetadataServices.contains(address)
                || isReserved(address)) {
            return false;
        }
        if (address.isLoopbackAddress()) {
            return this == LOCAL;
        }
        return !isPrivate(address) || this != PUBLIC;
    }

    private static boolean isPrivate(InetAddress address) {
        byte[] a = address.getAddress();
        if (address instanceof Inet4Address) {
            return address.isSiteLocalAddress() || (a[0] & 0xff) == 100 && (a[1] & 0xc0) == 64;
        }
        return (a[0] & 0xfe) == 0xfc || address.isSiteLocalAddress();
    }

    private static boolean isReserved(InetAddress address) {
        byte[] a = address.getAddress();
        if (!(address instanceof Inet4Address)) {
            return false;
        }
        int first = a[0] & 0xff;
        return first == 0
                || first >= 240
                || first == 192 && a[1] == 0 && a[2] == 0
                || first == 198 && (a[1] & 0xfe) == 18;
    }

    /** The IPv4 address inside a translated one (RFC 4291, 6052, 3056), or null. */
    private static InetAddress embedded(InetAddress address) {
        byte[] a = address.getAddress();
        if (a.length != 16) {
            return null;
        }
        boolean zeros = true;
        for (int i = 0; i < 10; i++) {
            zeros &= a[i] == 0;
        }
        boolean compatible = zeros && a[10] == 0 && a[11] == 0 && (a[12] != 0 || a[13] != 0);
        boolean mapped = zeros && a[10] == -1 && a[11] == -1;
        boolean nat64 = a[0] == 0 && a[1] == 0x64 && (a[2] & 0xff) == 0xff && (a[3] & 0xff) == 0x9b;
        boolean sixToFour = a[0] == 0x20 && a[1] == 0x02;
        int at = sixToFour ? 2 : 12;
        if (!compatible && !mapped && !nat64 && !sixToFour) {
            return null;
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(a, at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
