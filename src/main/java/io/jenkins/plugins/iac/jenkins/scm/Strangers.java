package io.jenkins.plugins.iac.jenkins.scm;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Whether code that may come from a stranger is behind a build: it builds such code, or a build that does set it off, over
 * however many others. Another question than where the code of a run comes from: a job that somebody configured here and
 * that a push sets off is nobody's stranger. What cannot be told counts as one.
 */
public final class Strangers {
    private static final Logger LOGGER = Logger.getLogger(Strangers.class.getName());
    private static final int DEEPEST = 20;

    private Strangers() {}

    /** Why a stranger may be behind a build, for people; empty where nobody is. Never throws. */
    public static Optional<String> behind(Run<?, ?> build) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return behind(build, 0);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "cannot tell who is behind " + build + "; it counts as a stranger's", e);
            return Optional.of("it cannot be told where this build comes from");
        }
    }

    private static Optional<String> behind(Run<?, ?> build, int depth) {
        if (BuildSources.isUntrusted(build.getParent())) {
            return Optional.of(BuildSources.of(build).why());
        }
        if (depth > DEEPEST) {
            return Optional.of("too many builds set one another off");
        }
        for (Cause cause : build.getCauses()) {
            if (cause instanceof Cause.UpstreamCause upstream) {
                Optional<String> above = above(upstream, depth);
                if (above.isPresent()) {
                    return Optional.of("set off by " + upstream.getUpstreamProject() + ": " + above.get());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> above(Cause.UpstreamCause cause, int depth) {
        Run<?, ?> run = cause.getUpstreamRun();
        if (run != null) {
            return behind(run, depth + 1);
        }
        Item job = Jenkins.get().getItemByFullName(cause.getUpstreamProject());
        return job == null || BuildSources.isUntrusted(job)
                ? Optional.of("a build that is gone, of a job that is gone or builds code of strangers")
                : Optional.empty();
    }
}
