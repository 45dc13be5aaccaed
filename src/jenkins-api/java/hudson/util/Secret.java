package hudson.util;

import java.io.Serializable;

/** The signature of {@code Secret}, as far as the plugin links to it; its bodies never run. */
public final class Secret implements Serializable {
    private Secret() {}

    public static Secret fromString(String data) {
        throw new UnsupportedOperationException();
    }

    public String getPlainText() {
        throw new UnsupportedOperationException();
    }

    public static String toString(Secret s) {
        throw new UnsupportedOperationException();
    }
}
