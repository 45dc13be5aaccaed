package jenkins.scm.api;

import java.io.Serializable;

/** The signature of {@code SCMRevision}, as far as the plugin links to it; its bodies never run. */
public abstract class SCMRevision implements Serializable {
    protected SCMRevision(SCMHead head) {}

    public final SCMHead getHead() {
        throw new UnsupportedOperationException();
    }
}
