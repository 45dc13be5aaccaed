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
        if (of(text) == null) {
            throw new IllegalArgumentException("no address range: " + text);
        }
    }

    /** The range, or empty for a text that is none: no range at all, or one with bits beyond its length. */
    public static Optional<Cidr> parse(String text) {
        return of(text) == null ? Optional.empty() : Optional.of(new Cidr(text));
    }

    /** The range of one address. */
    public static Cidr ofOne(InetAddress address) {
        // A zone says through which interface, not which address.
        String text = address.getHostAddress().replaceFirst("%.*", "");
        return new Cidr(text + "/" + address.getAddress().length * 8);
    }

    /** Whether every address of the other range is in this one. */
    public boolean contains(Cidr other) {
        byte[] mine = of(text);
        byte[] theirs = of(other.text);
        return mine.length == theirs.length
                && length() <= other.length()
                && Arrays.equals(mine, masked(theirs, length()));
    }

    private int length() {
        return Integer.parseInt(text.substring(text.indexOf('/') + 1));
    }

    private static byte[] of(String text) {
        if (text == null || !V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return null;
        }
        int slash = text.indexOf('/');
        try {
            // Only digits, dots and colons are left: nothing is looked up.
            byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
            int length = Integer.parseInt(text.substring(slash + 1));
            boolean fits = length <= address.length * 8 && Arrays.equals(address, masked(address, length));
            return fits ? address : null;
        } catch (UnknownHostException e) {
            return null;
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
