package io.jenkins.plugins.iac.evidence;

import java.util.Base64;

/** Base64 (RFC 4648, section 4) that has one spelling for the same bytes: what is hashed or compared may have no other. */
final class Base64Text {
    private Base64Text() {}

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException where it is not spelled as an encoder writes it
     */
    static byte[] decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a part that is not base64", e);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("base64 that is not spelled as it is written");
        }
        return bytes;
    }
}
