package io.jenkins.plugins.iac.jenkins.scm;

import hudson.ExtensionList;
import io.jenkins.plugins.iac.model.SourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMHeadOrigin;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/**
 * What a head is. Fails closed: a head or source that is missing or of an unknown type, a platform that contradicts the
 * common API, and anything that throws give {@link SourceKind#UNKNOWN}.
 */
final class HeadKinds {
    private static final Logger LOGGER = Logger.getLogger(HeadKinds.class.getName());

    private HeadKinds() {}

    /** The platform that knows a source. */
    static Optional<ScmPlatform> platform(SCMSource source) {
        List<ScmPlatform> platforms = new ArrayList<>(KnownPlatform.ALL);
        platforms.addAll(ExtensionList.lookup(ScmPlatform.class));
        return platform(source, platforms);
    }

    private static Optional<ScmPlatform> platform(SCMSource source, List<ScmPlatform> platforms) {
        return source == null
                ? Optional.empty()
                : platforms.stream().filter(p -> p.knows(source)).findFirst();
    }

    static SourceKind kindOf(SCMSource source, SCMHead head) {
        try {
            return head == null || source == null
                    ? SourceKind.UNKNOWN
                    : kindOf(
                            head,
                            platform(source).map(p -> p.kindOf(source, head)).orElse(SourceKind.UNKNOWN));
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "cannot tell what " + head + " is; it counts as a fork", e);
            return SourceKind.UNKNOWN;
        }
    }

    /**
     * What the platform says, as far as the common API agrees.
     *
     * @param said kind according to the platform, or unknown
     */
    static SourceKind kindOf(SCMHead head, SourceKind said) {
        boolean request = head instanceof ChangeRequestSCMHead;
        boolean own = SCMHeadOrigin.DEFAULT.equals(head.getOrigin());
        if (request && !own) {
            return SourceKind.FORK_PULL_REQUEST;
        }
        boolean agreed =
                switch (said) {
                    case BRANCH, TAG -> !request && own;
                    case PULL_REQUEST, FORK_PULL_REQUEST -> request;
                    default -> false;
                };
        return agreed ? said : SourceKind.UNKNOWN;
    }
}
