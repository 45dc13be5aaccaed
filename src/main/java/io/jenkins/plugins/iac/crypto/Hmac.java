package io.jenkins.plugins.iac.crypto;

import io.jenkins.plugins.iac.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256: a hash that only the holder of the key can make, so that a short secret cannot be guessed from it. */
public final class Hmac {
    private final SecretKeySpec key;

    /** @param key at least 32 bytes */
    public Hmac(byte[] key) {
        if (key.length < 32) {
            throw new IllegalArgumentException("the key needs at least 32 bytes, found " + key.length);
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
    }

    public Sha256 of(byte[] message) {
        return Sha256.finish(bytes(message));
    }

    /** The same as 32 raw bytes. */
    public byte[] bytes(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Over the UTF-8 bytes of the text. */
    public Sha256 of(String message) {
        return of(message.getBytes(StandardCharsets.UTF_8));
    }
}
