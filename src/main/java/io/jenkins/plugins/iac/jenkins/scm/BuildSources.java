package io.jenkins.plugins.iac.jenkins.scm;

import hudson.model.Cause;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import jenkins.scm.api.SCMSourceOwner;
import jenkins.scm.api.metadata.ContributorMetadataAction;
import jenkins.scm.api.mixin.ChangeRequestSCMHead;

/**
 * Reads where the code of a build comes from and who asked, from what Jenkins recorded: the head of the branch job, the
 * revision that was fixed for the build, its causes. Nothing is taken from the build's environment, parameters or script.
 * Reads records only, no network; not for use under the queue's lock.
 */
public final class BuildSources {
    private static final Logger LOGGER = Logger.getLogger(BuildSources.class.getName());
    private static final int DEEPEST_UPSTREAM = 20;

    private BuildSources() {}

    /**
     * What kind of code a job builds, without a build: for decisions about the job itself. A job without an SCM head is
     * {@link SourceKind#MANUAL}: its code is what the catalog says.
     */
    public static SourceKind kindOf(Item job) {
        try {
            return isBranchJob(job) ? HeadKinds.kindOf(source(job), head(job)) : SourceKind.MANUAL;
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "cannot tell what " + job + " builds; it counts as a fork", e);
            return SourceKind.UNKNOWN;
        }
    }

    /** Whether a job is one branch, tag or request of a source. A project is none, though a folder of an organisation has sources. */
    private static boolean isBranchJob(Item job) {
        return job instanceof Job<?, ?> && (job.getParent() instanceof SCMSourceOwner || head(job) != null);
    }

    /** Whether code of this job may come from somebody without write access; unknown counts as such. */
    public static boolean isUntrusted(Item job) {
        return kindOf(job).isUntrusted();
    }

    /**
     * How the source of a branch job is checked out.
     *
     * @param repository URL of the repository, or null
     * @param credentialsId id of the credential for it, or null
     */
    public record Checkout(String repository, String credentialsId) {}

    /** How the source of a branch job is checked out, or null where that is not known. */
    public static Checkout checkoutOf(Item job) {
        SCMSource source = isBranchJob(job) ? source(job) : null;
        return HeadKinds.platform(source)
                .map(p -> new Checkout(p.repositoryOf(source), p.credentialsOf(source)))
                .orElse(null);
    }

    /** What Jenkins recorded about a build. Never throws: what cannot be read is unknown. */
    public static BuildFacts of(Run<?, ?> run) {
        try {
            return read(run, 0);
        } catch (RuntimeException | LinkageError e) {
            LOGGER.log(Level.WARNING, "cannot read where " + run + " comes from; it counts as a fork", e);
            RunSource unknown =
                    new RunSource(SourceKind.UNKNOWN, null, null, null, null, null, null, Trigger.UNKNOWN, Tri.UNKNOWN);
            return new BuildFacts(unknown, true, true, List.of(), "the records of the build cannot be read");
        }
    }

    private static BuildFacts read(Run<?, ?> run, int depth) {
        Causes causes = Causes.of(run);
        Job<?, ?> job = run.getParent();
        return isBranchJob(job) ? fromHead(run, job, causes) : withoutHead(run, causes, depth);
    }

    private static BuildFacts fromHead(Run<?, ?> run, Job<?, ?> job, Causes causes) {
        SCMSource source = source(job);
        SCMHead head = head(job);
        SourceKind kind = HeadKinds.kindOf(source, head);
        boolean request = kind.isRequest();
        ScmPlatform platform = HeadKinds.platform(source).orElse(null);
        SCMRevision revision = revision(run, source, head);
        RunSource facts = new RunSource(
                kind,
                platform == null ? null : platform.repositoryOf(source),
                platform == null || revision == null ? null : platform.commitOf(revision),
                request || head == null ? null : head.getName(),
                head instanceof ChangeRequestSCMHead change ? change.getId() : null,
                first(causes),
                request ? contributor(job) : null,
                causes.trigger(request),
                Tri.UNKNOWN);
        return new BuildFacts(
                facts, causes.replayed(), causes.restarted(), causes.requesters(), why(kind, source, head));
    }

    private static String why(SourceKind kind, SCMSource source, SCMHead head) {
        if (head == null || source == null) {
            return "the branch of this job is not known to its source any more";
        }
        String what = head.getName() + " of " + source.getClass().getSimpleName();
        return switch (kind) {
            case FORK_PULL_REQUEST -> what + " is a request from another repository";
            case UNKNOWN -> what + " is of a type that is not known here";
            default -> what + " is a " + kind.id();
        };
    }

    /** The revision that was recorded for this very source and head; another checkout's does not count. */
    private static SCMRevision revision(Run<?, ?> run, SCMSource source, SCMHead head) {
        if (source == null) {
            return null;
        }
        return run.getActions(SCMRevisionAction.class).stream()
                .filter(a -> source.getId().equals(a.getSourceId()))
                .map(SCMRevisionAction::getRevision)
                .filter(r -> r.getHead().equals(head))
                .findFirst()
                .orElse(null);
    }

    private static String contributor(Job<?, ?> job) {
        ContributorMetadataAction contributor = job.getAction(ContributorMetadataAction.class);
        return contributor == null ? null : contributor.getContributor();
    }

    /** Without a head the code is the catalog's; what is left to know is whether somebody untrusted set the build off. */
    private static BuildFacts withoutHead(Run<?, ?> run, Causes causes, int depth) {
        Trigger trigger = causes.trigger(false);
        SourceKind kind =
                switch (trigger) {
                    case PERSON -> SourceKind.MANUAL;
                    case TIMER -> SourceKind.SCHEDULE;
                    case UPSTREAM -> causes.isOfThisController() ? SourceKind.SCHEDULE : SourceKind.UNKNOWN;
                    default -> SourceKind.UNKNOWN;
                };
        String why = "a job without an SCM head, set off by " + trigger.id();
        if (!causes.upstream().isEmpty()) {
            // Whoever else asked for it, too: Jenkins folds what waits for the same build into one.
            SourceKind above = ofUpstream(causes, depth);
            kind = trigger == Trigger.UPSTREAM || above == SourceKind.UNKNOWN ? above : kind;
            why += kind == SourceKind.UNKNOWN ? " that is not traced to a person or a timer" : "";
        }
        RunSource facts = new RunSource(kind, null, null, null, null, first(causes), null, trigger, Tri.UNKNOWN);
        return new BuildFacts(facts, causes.replayed(), causes.restarted(), causes.requesters(), why);
    }

    /** A job triggered by others is as good as the worst of them; only jobs without a head pass their kind on. */
    private static SourceKind ofUpstream(Causes causes, int depth) {
        SourceKind kind = null;
        for (Cause.UpstreamCause cause : causes.upstream()) {
            Run<?, ?> upstream = cause.getUpstreamRun();
            if (upstream == null || depth > DEEPEST_UPSTREAM) {
                return SourceKind.UNKNOWN;
            }
            SourceKind above = read(upstream, depth + 1).source().kind();
            if (above != SourceKind.MANUAL && above != SourceKind.SCHEDULE) {
                return SourceKind.UNKNOWN;
            }
            kind = kind == SourceKind.MANUAL ? kind : above;
        }
        return kind == null ? SourceKind.UNKNOWN : kind;
    }

    private static String first(Causes causes) {
        return causes.requesters().isEmpty() ? null : causes.requesters().get(0);
    }

    private static SCMHead head(Item job) {
        return SCMHead.HeadByItem.findHead(job);
    }

    private static SCMSource source(Item job) {
        return SCMSource.SourceByItem.findSource(job);
    }
}
