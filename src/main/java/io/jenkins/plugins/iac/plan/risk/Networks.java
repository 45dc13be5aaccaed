package io.jenkins.plugins.iac.plan.risk;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

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
    private static final int MOST_BITS_4 = 24;

    private static final int MOST_BITS_6 = 128 - 20;

    /** Addresses that do not reach the internet, RFC 1918, 6598, 1122, 3927, 4193, 4291. */
    private static final List<Network> INSIDE = List.of(
            literal("10.0.0.0/8"),
            literal("172.16.0.0/12"),
            literal("192.168.0.0/16"),
            literal("100.64.0.0/10"),
            literal("127.0.0.0/8"),
            literal("169.254.0.0/16"),
            literal("fc00::/7"),
            literal("fe80::/10"),
            literal("::1/128"));

    private record Network(BigInteger first, int length, int bits) {
        boolean contains(Network other) {
            return bits == other.bits
                    && other.length >= length
                    && other.first.shiftRight(bits - length).equals(first.shiftRight(bits - length));
        }
    }

    private Networks() {}

    /**
     * Whether these together cover at least a 256th of the internet (of IPv6 what 4,096 of the largest carriers have); it
     * does not matter into how many pieces that is cut. A text that is no network covers nothing.
     */
    static boolean areOpen(Collection<String> texts) {
        Set<Network> all = new HashSet<>();
        for (String text : texts) {
            String plain = text.strip().toLowerCase(Locale.ROOT);
            if (EVERYTHING.contains(plain)) {
                return true;
            }
            all.add(parse(plain));
        }
        return covers(all, 32, MOST_BITS_4) || covers(all, 128, MOST_BITS_6);
    }

    private static boolean covers(Set<Network> networks, int bits, int mostBits) {
        BigInteger addresses = networks.stream()
                .filter(Objects::nonNull)
                .filter(n -> n.bits == bits && INSIDE.stream().noneMatch(inside -> inside.contains(n)))
                .map(n -> BigInteger.ONE.shiftLeft(bits - n.length))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return addresses.compareTo(BigInteger.ONE.shiftLeft(mostBits)) >= 0;
    }

    private static Network literal(String text) {
        return Objects.requireNonNull(parse(text), text);
    }

    /** Null where the text is no network. */
    private static Network parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (address.length() > 45 || !LITERAL.matcher(address).matches()) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            int bits = address.indexOf(':') < 0 ? 32 : 128;
            if (bits == 128 && bytes.length == 4) {
                // ::ffff:192.0.2.1 is an IPv6 text for an IPv4 address.
                byte[] mapped = new byte[16];
                Arrays.fill(mapped, 10, 12, (byte) 0xff);
                System.arraycopy(bytes, 0, mapped, 12, 4);
                bytes = mapped;
            }
            String length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
            if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > bits) {
                return null;
            }
            int prefix = Integer.parseInt(length);
            BigInteger first =
                    new BigInteger(1, bytes).shiftRight(bits - prefix).shiftLeft(bits - prefix);
            return new Network(first, prefix, bits);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
