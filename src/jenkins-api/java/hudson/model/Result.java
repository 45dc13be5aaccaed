package hudson.model;

import java.io.Serializable;

/** The signature of {@code Result}, as far as the plugin links to it; its bodies never run. */
public final class Result implements Serializable {
    public static final Result SUCCESS = null;

    public static final Result UNSTABLE = null;

    public static final Result FAILURE = null;

    public static final Result NOT_BUILT = null;

    public static final Result ABORTED = null;

    private Result() {}
}
