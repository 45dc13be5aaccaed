package io.jenkins.plugins.iac.plan.risk;

import io.jenkins.plugins.iac.model.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Networks as providers write them: {@code 10.0.0.0/8}, {@code ::/0}, one address, {@code *}, {@code Internet}. */
final class Networks {
    private static final Set<String> EVERYTHING = Set.of("*", "any", "internet", "all");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
    /**
     * Only what {@link InetAddress} takes for a literal, or refuses as a bad one: anything else it would look up by name, and a
     * plan must not make its reader ask a name server.
     */
    private static final Pattern LITERAL =
            Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}|(?=[0-9a-f:.]*:)[0-9a-f:][0-9a-f:.]*");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");
    /** A 256th of all addresses; nobody outside a few carriers has as many. */
    private static final double MUCH_OF_4 = 1.0 / (1 << 8);

    private static final double MUCH_OF_6 = 1.0 / (1 << 20);

    /** Addresses that do not reach the internet, RFC 1918, 6598, 1122, 3927, 4193, 4291. */
    private static final Set<Cidr> INSIDE = Set.of(
            literal("10.0.0.0/8"),
            literal("172.16.0.0/12"),
            literal("192.168.0.0/16"),
            literal("100.64.0.0/10"),
            literal("127.0.0.0/8"),
            literal("169.254.0.0/16"),
            literal("fc00::/7"),
            literal("fe80::/10"),
            literal("::1/128"));

    private record Range(byte[] first, Cidr cidr) {}

    private Networks() {}

    /**
     * Whether these together cover at least a 256th of the internet (of IPv6 what 4,096 of the largest carriers have); it
     * does not matter into how many pieces that is cut. A text that is no network covers nothing.
     */
    static boolean areOpen(Collection<String> texts) {
        Set<Cidr> all = new HashSet<>();
        for (String text : texts) {
            String plain = text.strip().toLowerCase(Locale.ROOT);
            if (EVERYTHING.contains(plain)) {
                return true;
            }
            Cidr network = parse(plain);
            if (network != null) {
                all.add(network);
            }
        }
        return share(all, 4) >= MUCH_OF_4 || share(all, 16) >= MUCH_OF_6;
    }

    /** How much of all addresses of so many bytes these networks cover together, from 0 to 1. */
    private static double share(Set<Cidr> networks, int bytes) {
        // In this order what is inside a range comes right behind it.
        List<Range> ranges = Stream.concat(networks.stream(), INSIDE.stream())
                .map(cidr -> new Range(cidr.first(), cidr))
                .filter(range -> range.first.length == bytes)
                .sorted(Comparator.comparing(Range::first, Arrays::compareUnsigned)
                        .thenComparing(range -> range.cidr.length()))
                .toList();
        double share = 0;
        Cidr outer = null;
        for (Range range : ranges) {
            if (outer == null || !outer.contains(range.cidr)) {
                outer = range.cidr;
                share += INSIDE.contains(outer) ? 0 : Math.scalb(1.0, -outer.length());
            }
        }
        return share;
    }

    private static Cidr literal(String text) {
        return Objects.requireNonNull(parse(text), text);
    }

    /** Null where the text is no network; bits beyond its length do not count. */
    private static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (address.length() > 45 || !LITERAL.matcher(address).matches()) {
            return null;
        }
        try {
            InetAddress first = InetAddress.getByName(address);
            int bits = address.indexOf(':') < 0 ? 32 : 128;
            String length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
            if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits) {
                return null;
            }
            // ::ffff:192.0.2.1 is an IPv6 text for an IPv4 address; a range around all of those is all of them.
            int beside = bits - first.getAddress().length * 8;
            return Cidr.around(first, Math.max(0, Integer.parseInt(length) - beside));
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
