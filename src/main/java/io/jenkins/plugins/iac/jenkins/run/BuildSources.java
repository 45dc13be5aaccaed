package io.jenkins.plugins.iac.jenkins.run;

import hudson.model.Cause;
import hudson.model.Run;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Tri;
import io.jenkins.plugins.iac.model.Trigger;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.source.GitAccess;
import io.jenkins.plugins.iac.source.GitCheckout;
import io.jenkins.plugins.iac.source.RepositoryUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The code of a build and who asked for it, from the controller's own records. Where Jenkins recorded no revision the
 * controller itself asks the catalog's repository what its ref is now.
 */
public final class BuildSources {
    private BuildSources() {}

    /**
     * The source of a run of this build. Blocks while git is asked.
     *
     * @throws IacException if the commit cannot be fixed
     */
    public static RunSource of(Run<?, ?> build, Stack stack) {
        Trigger trigger = Trigger.UNKNOWN;
        String actor = null;
        for (Cause cause : build.getCauses()) {
            if (cause instanceof Cause.UserIdCause person) {
                trigger = Trigger.PERSON;
                actor = person.getUserId();
            }
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
                SourceKind.MANUAL,
                stack.repository(),
                resolve(stack),
                stack.ref(),
                null,
                actor,
                null,
                trigger,
                Tri.UNKNOWN);
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
