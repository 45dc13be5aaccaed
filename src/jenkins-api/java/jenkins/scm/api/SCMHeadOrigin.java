package jenkins.scm.api;

import java.io.Serializable;

/** The signature of {@code SCMHeadOrigin}, as far as the plugin links to it; its bodies never run. */
public abstract class SCMHeadOrigin implements Serializable {
    public static final SCMHeadOrigin.Default DEFAULT = null;

    public SCMHeadOrigin() {}

    public static final class Default extends SCMHeadOrigin {
        private Default() {}
    }
}
