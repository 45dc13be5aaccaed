package io.jenkins.plugins.iac.crypto;

import java.util.Base64;

/** Base64 (RFC 4648, section 4), with errors that say what was to be read and show none of it. */
public final class Base64Text {
    private Base64Text() {}

    /**
     * The bytes of a text that may be without its padding.
     *
     * @param what which text it is, as an error names it
     * @throws IllegalArgumentException where it is not base64
     */
    public static byte[] lenient(String what, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " is not base64", e);
        }
    }

    /**
     * The same where the bytes have one spelling: what is hashed or compared may have no other.
     *
     * @throws IllegalArgumentException also where it is not spelled as an encoder writes it
     */
    public static byte[] strict(String what, String text) {
        byte[] bytes = lenient(what, text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException(what + " is base64 that is not spelled as it is written");
        }
        return bytes;
    }
}
