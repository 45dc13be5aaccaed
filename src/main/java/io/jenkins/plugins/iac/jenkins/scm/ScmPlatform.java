package io.jenkins.plugins.iac.jenkins.scm;

import hudson.ExtensionPoint;
import io.jenkins.plugins.iac.model.SourceKind;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSource;

/**
 * Knows the heads of one kind of branch source. A source that no platform knows is unknown, and its builds get what a
 * fork gets: a plugin with a branch source of its own may extend this.
 *
 * <p>What a platform says is believed only as far as the common API does not contradict it ({@link HeadKinds}). A method
 * that throws has said that it does not know.
 */
public abstract class ScmPlatform implements ExtensionPoint {
    /** Whether this is a source of this platform. */
    public abstract boolean knows(SCMSource source);

    /**
     * What a head of such a source is.
     *
     * @return {@link SourceKind#BRANCH}, {@link SourceKind#TAG}, {@link SourceKind#PULL_REQUEST} only where the request
     *     certainly comes from the very repository that it asks to change (an owner in common is not enough), otherwise
     *     {@link SourceKind#FORK_PULL_REQUEST} or {@link SourceKind#UNKNOWN}
     */
    public abstract SourceKind kindOf(SCMSource source, SCMHead head);

    /** The commit of a revision: of a request its own head, not its merge; or null where there is none. */
    public abstract String commitOf(SCMRevision revision);

    /** URL of the repository, or null. */
    public abstract String repositoryOf(SCMSource source);

    /** Id of the credential with which the repository is read, or null. */
    public abstract String credentialsOf(SCMSource source);
}
