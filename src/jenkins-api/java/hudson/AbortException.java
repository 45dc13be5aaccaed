package hudson;

import java.io.IOException;

/** The signature of {@code AbortException}, as far as the plugin links to it; its bodies never run. */
public class AbortException extends IOException {
    public AbortException() {}

    public AbortException(String message) {}
}
