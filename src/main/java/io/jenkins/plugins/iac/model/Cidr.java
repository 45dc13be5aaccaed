package io.jenkins.plugins.iac.model;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses, {@code 10.20.0.0/16} or {@code fd00::/8}.
 *
 * @param text as written
 */
public record Cidr(String text) {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}/(?:3[0-2]|[12]?[0-9])");
    private static final Pattern V6 =
            Pattern.compile("(?=[0-9a-fA-F:]*:)[0-9a-fA-F:]{2,39}/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9])");

    public Cidr {
        if (!isRange(text)) {
            throw new IllegalArgumentException("no address range: " + text);
        }
    }

    /** The range, or empty for a text that is none: no range at all, or one with bits beyond its length. */
    public static Optional<Cidr> parse(String text) {
        return isRange(text) ? Optional.of(new Cidr(text)) : Optional.empty();
    }

    /** The range of one address. */
    public static Cidr ofOne(InetAddress address) {
        return around(address, address.getAddress().length * 8);
    }

    /** The range of this length in which an address is. */
    public static Cidr around(InetAddress address, int length) {
        try {
            // Made anew, without a zone: that says through which interface, not which address.
            InetAddress first = InetAddress.getByAddress(masked(address.getAddress(), length));
            return new Cidr(first.getHostAddress() + "/" + length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 bytes or 16", e);
        }
    }

    /** The first address, 4 bytes or 16. */
    public byte[] first() {
        return first(text);
    }

    /** How many bits all its addresses have in common. */
    public int length() {
        return length(text);
    }

    /** Whether every address of the other range is in this one. */
    public boolean contains(Cidr other) {
        byte[] mine = first();
        byte[] theirs = other.first();
        return mine.length == theirs.length
                && length() <= other.length()
                && Arrays.equals(mine, masked(theirs, length()));
    }

    private static boolean isRange(String text) {
        if (text == null || !V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return false;
        }
        byte[] first = first(text);
        return first.length > 0
                && length(text) <= first.length * 8
                && Arrays.equals(first, masked(first, length(text)));
    }

    private static int length(String text) {
        return Integer.parseInt(text.substring(text.indexOf('/') + 1));
    }

    /** Empty where the text only looks like a range. */
    private static byte[] first(String text) {
        try {
            // Only digits, dots and colons are left: nothing is looked up.
            return InetAddress.getByName(text.substring(0, text.indexOf('/'))).getAddress();
        } catch (UnknownHostException e) {
            return new byte[0];
        }
    }

    private static byte[] masked(byte[] address, int length) {
        byte[] result = address.clone();
        for (int i = 0; i < result.length; i++) {
            int bits = Math.max(0, Math.min(8, length - i * 8));
            result[i] &= (byte) (0xff00 >> bits);
        }
        return result;
    }

    @Override
    public String toString() {
        return text;
    }
}
