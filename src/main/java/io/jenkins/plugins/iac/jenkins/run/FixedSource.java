package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.scm.BuildFacts;
import io.jenkins.plugins.iac.jenkins.scm.BuildSources;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.source.GitAccess;
import io.jenkins.plugins.iac.source.GitCheckout;
import io.jenkins.plugins.iac.source.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The source of a run with its commit fixed: the revision that Jenkins recorded for the build; where the job has no SCM
 * head, what the controller itself finds at the catalog's repository and ref. Never what a script checked out.
 */
public final class FixedSource {
    private FixedSource() {}

    /**
     * The source of a run of this build. Blocks while git is asked.
     *
     * @throws IacException if the commit cannot be fixed
     */
    public static RunSource of(Run<?, ?> build, Stack stack) {
        BuildFacts facts = BuildSources.of(build);
        RunSource source = facts.source();
        if (source.commit() != null) {
            return source;
        }
        if (source.ref() != null || source.request() != null) {
            throw IacException.refused(
                    "fixing the commit",
                    "stack " + stack.id() + ", " + build.getFullDisplayName(),
                    facts.why(),
                    "a revision that Jenkins recorded for this build",
                    "build the branch again from its source");
        }
        if (stack.ref() == null) {
            throw IacException.badInput(
                    "fixing the commit",
                    "stack " + stack.id(),
                    "no branch to take the code from",
                    "'ref' of the stack, or a multibranch job",
                    "name the branch in the catalog");
        }
        return new RunSource(
                source.kind(),
                stack.repository(),
                resolve(stack),
                stack.ref(),
                null,
                source.actor(),
                source.author(),
                source.trigger(),
                source.commitSigned());
    }

    private static String resolve(Stack stack) {
        try {
            Path scratch = Files.createDirectories(IacRuns.home().resolve("scratch"));
            return new GitCheckout(Locations.git(), new LocalProcessRunner())
                    .resolve(RepositoryUrl.parse(stack.repository()), stack.ref(), GitAccess.NONE, scratch);
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "fixing the commit", "stack " + stack.id(), e.toString(), "space on the disk", "free some space");
        }
    }
}
