package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.scan.TouchedStacks.Code;
import io.jenkins.plugins.iac.source.LocalClone;
import io.jenkins.plugins.iac.worker.TouchedByCommit;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Looks, in the clone in which a step stands, which stacks the commits since a base touch. */
final class ChangedOnAgent extends MasterToSlaveFileCallable<ChangedOnAgent.Answer> {
    private static final long serialVersionUID = 2L;
    private static final String WHERE = "the working directory";

    private final String git;
    private final String base;
    private final String branch;
    private final HashMap<String, Code> stacks;

    /**
     * What was found.
     *
     * @param changed whether the commits changed anything, or there is no base
     * @param touched each stack with the reason, sorted
     */
    record Answer(boolean changed, TreeMap<String, String> touched) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    /**
     * @param base the commit before the change, or null where there is none: then every stack is touched
     * @param branch of the commits, or null where that is not known
     * @param stacks where the code of each is, of the clone's repository alone: an agent learns of no other
     */
    ChangedOnAgent(String git, String base, String branch, HashMap<String, Code> stacks) {
        this.git = git;
        this.base = base;
        this.branch = branch;
        this.stacks = stacks;
    }

    @Override
    public Answer invoke(File directory, VirtualChannel channel) throws IOException {
        try {
            LocalProcessRunner runner = new LocalProcessRunner();
            LocalClone clone = LocalClone.of(directory.toPath(), Path.of(git), runner, WHERE);
            TreeMap<String, String> touched = new TreeMap<>();
            if (base == null) {
                stacks.keySet().forEach(stack -> touched.put(stack, "there is no base"));
                return new Answer(true, touched);
            }
            Map<StackId, Code> codes = new TreeMap<>();
            stacks.forEach((stack, code) -> codes.put(new StackId(stack), code));
            String after = clone.commit("HEAD", "HEAD");
            List<String> changed = clone.changed(clone.commit(base, "base"), after);
            TouchedByCommit.of(clone, Path.of(git), runner, after, branch, codes, changed)
                    .forEach((stack, why) -> touched.put(stack.value(), why));
            return new Answer(!changed.isEmpty(), touched);
        } catch (IacException e) {
            throw refused(e);
        }
    }

    private static AbortException refused(IacException e) {
        return new AbortException("iacChanged: " + e.problem().sentence());
    }

    /** Where the clone in which a step stands comes from; nothing where it does not say. */
    static final class Origin extends MasterToSlaveFileCallable<String> {
        private static final long serialVersionUID = 1L;

        private final String git;

        Origin(String git) {
            this.git = git;
        }

        @Override
        public String invoke(File directory, VirtualChannel channel) throws IOException {
            try {
                return LocalClone.of(directory.toPath(), Path.of(git), new LocalProcessRunner(), WHERE)
                        .origin()
                        .orElse("");
            } catch (IacException e) {
                throw refused(e);
            }
        }
    }
}
