package io.jenkins.plugins.iac.worker;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.process.ProcessRunner;
import io.jenkins.plugins.iac.scan.TouchedStacks;
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
import java.util.SortedSet;

/** Which stacks a change concerns, as the commit behind it has them: judged on a checkout of its own, which is removed. */
public final class TouchedByCommit {
    private TouchedByCommit() {}

    /**
     * The stacks that a change concerns; see {@link TouchedStacks}.
     *
     * @param git the program
     * @param commit full name of the commit after the change
     * @param directories each stack's directory, relative to the repository
     * @param changed what changed, as {@link LocalClone#changed} says it
     * @throws IacException if the commit cannot be checked out, or the checkout not be removed
     */
    public static SortedSet<StackId> of(
            LocalClone clone,
            Path git,
            ProcessRunner runner,
            String commit,
            Map<StackId, String> directories,
            List<String> changed) {
        try {
            WorkArea area = new WorkArea(Files.createTempDirectory("iac-affected-"));
            // Its failure never hides that of the work itself.
            Closeable removal = area::remove;
            try (removal) {
                Checkout checkout = new GitCheckout(git, runner)
                        .checkout(CheckoutRequest.of(clone.root().toString(), commit, null, area.checkout()));
                return TouchedStacks.of(checkout.root(), directories, changed);
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
