package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.scan.TouchedStacks;
import io.jenkins.plugins.iac.scan.TouchedStacks.Change;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import io.jenkins.plugins.iac.source.Checkout;
import io.jenkins.plugins.iac.source.CheckoutRequest;
import io.jenkins.plugins.iac.source.GitCheckout;
import io.jenkins.plugins.iac.source.LocalClone;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/** Which stacks a change concerns, as the commit behind it has them: judged on a checkout of its own, which is removed. */
public final class TouchedByCommit {
    private TouchedByCommit() {}

    /**
     * The stacks of the clone's repository that a change concerns, each with the reason; see {@link TouchedStacks}.
     *
     * @param git the program
     * @param commit full name of the commit after the change
     * @param branch on which it is, or null where that is not known
     * @param stacks where each one's code is
     * @param changed what changed, as {@link LocalClone#changed} says it
     * @throws IacException if the commit cannot be checked out, or the checkout not be removed
     */
    public static SortedMap<StackId, String> of(
            LocalClone clone,
            Path git,
            ProcessRunner runner,
            String commit,
            String branch,
            Map<StackId, Code> stacks,
            List<String> changed) {
        return at(clone, git, runner, commit, root -> TouchedStacks.of(stacks, change(root, clone, branch, changed)));
    }

    /**
     * The stacks of another repository that a change in a repository of modules concerns.
     *
     * @param code a clone of the stacks' repository, whose HEAD is read
     */
    public static SortedMap<StackId, String> elsewhere(
            LocalClone clone,
            Path git,
            ProcessRunner runner,
            String commit,
            String branch,
            Map<StackId, Code> stacks,
            List<String> changed,
            LocalClone code) {
        String head = code.commit("HEAD", "HEAD");
        return at(
                clone,
                git,
                runner,
                commit,
                root -> at(
                        code,
                        git,
                        runner,
                        head,
                        own -> TouchedStacks.elsewhere(stacks, change(root, clone, branch, changed), own)));
    }

    private static Change change(Path root, LocalClone clone, String branch, List<String> changed) {
        return new Change(root, branch, clone::hasTag, changed);
    }

    private static <T> T at(LocalClone clone, Path git, ProcessRunner runner, String commit, Function<Path, T> look) {
        try {
            WorkArea area = new WorkArea(Files.createTempDirectory("iac-affected-"));
            // Its failure never hides that of the work itself.
            Closeable removal = area::remove;
            try (removal) {
                Checkout checkout = new GitCheckout(git, runner)
                        .checkout(CheckoutRequest.of(clone.root().toString(), commit, null, area.checkout()));
                return look.apply(checkout.root());
            }
        } catch (IOException e) {
            throw IacException.toolFailed(
                    "looking for what a change touches",
                    "commit " + commit,
                    e.toString(),
                    "a checkout that can be made and removed again",
                    "look at the disk of temporary files");
        }
    }
}
