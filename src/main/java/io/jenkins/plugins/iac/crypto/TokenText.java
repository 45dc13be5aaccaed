package io.jenkins.plugins.iac.crypto;

import java.util.regex.Pattern;

/** Signed tokens (JWS in compact form) in text that people read. */
public final class TokenText {
    /** Possessive, so that no text makes it slow. */
    private static final Pattern TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{8,}+\\.eyJ[A-Za-z0-9_-]{8,}+\\.[A-Za-z0-9_-]{20,}+");

    /** What stands where a token was. */
    public static final String MASK = "****";

    private TokenText() {}

    /** The text with {@link #MASK} in place of every signed token, whosever: one that is renewed cannot be known before. */
    public static String hide(String text) {
        return TOKEN.matcher(text).replaceAll(MASK);
    }
}
