package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.process.LocalProcessRunner;
import io.jenkins.plugins.iac.source.LocalClone;
import io.jenkins.plugins.iac.worker.TouchedByCommit;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jenkins.MasterToSlaveFileCallable;

/** Looks, in the clone in which a step stands, which stacks the commits since a base touch. */
final class ChangedOnAgent extends MasterToSlaveFileCallable<ArrayList<String>> {
    private static final long serialVersionUID = 1L;
    private static final String WHERE = "the working directory";

    private final String git;
    private final String base;
    private final HashMap<String, String> directories;

    /**
     * @param base the commit before the change, or null where there is none: then every stack is touched
     * @param directories stack to directory, of the clone's repository alone: an agent learns of no other
     */
    ChangedOnAgent(String git, String base, HashMap<String, String> directories) {
        this.git = git;
        this.base = base;
        this.directories = directories;
    }

    /** Names of the stacks, sorted. */
    @Override
    public ArrayList<String> invoke(File directory, VirtualChannel channel) throws IOException {
        try {
            LocalProcessRunner runner = new LocalProcessRunner();
            LocalClone clone = LocalClone.of(directory.toPath(), Path.of(git), runner, WHERE);
            Map<StackId, String> stacks = new TreeMap<>();
            directories.forEach((stack, path) -> stacks.put(new StackId(stack), path));
            if (base == null) {
                return names(stacks.keySet());
            }
            String after = clone.commit("HEAD", "HEAD");
            List<String> changed = clone.changed(clone.commit(base, "base"), after);
            return names(TouchedByCommit.of(clone, Path.of(git), runner, after, stacks, changed));
        } catch (IacException e) {
            throw refused(e);
        }
    }

    private static AbortException refused(IacException e) {
        return new AbortException("iacChanged: " + e.problem().sentence());
    }

    private static ArrayList<String> names(Iterable<StackId> stacks) {
        ArrayList<String> names = new ArrayList<>();
        stacks.forEach(s -> names.add(s.value()));
        return names;
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
