package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RepositoryUrl;
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

    private final String git;
    private final String base;
    private final String repository;
    private final HashMap<String, HashMap<String, String>> stacks;

    /**
     * @param base the commit before the change, or null where there is none: then every stack of the repository is touched
     * @param repository in any spelling of its address, or null for that from which the clone comes
     * @param stacks repository to stack to directory, {@link IacChangedStep#stacks}
     */
    ChangedOnAgent(String git, String base, String repository, HashMap<String, HashMap<String, String>> stacks) {
        this.git = git;
        this.base = base;
        this.repository = repository;
        this.stacks = stacks;
    }

    /** Names of the stacks, sorted. */
    @Override
    public ArrayList<String> invoke(File directory, VirtualChannel channel) throws IOException {
        try {
            LocalProcessRunner runner = new LocalProcessRunner();
            LocalClone clone = LocalClone.of(directory.toPath(), Path.of(git), runner, "the working directory");
            Map<StackId, String> directories = directories(clone);
            if (base == null) {
                return names(directories.keySet());
            }
            String after = clone.commit("HEAD", "HEAD");
            List<String> changed = clone.changed(clone.commit(base, "base"), after);
            return names(TouchedByCommit.of(clone, Path.of(git), runner, after, directories, changed));
        } catch (IacException e) {
            throw new AbortException("iacChanged: " + e.problem().sentence());
        }
    }

    private Map<StackId, String> directories(LocalClone clone) {
        String wanted = repository == null ? clone.origin().orElse("") : repository;
        Map<StackId, String> directories = new TreeMap<>();
        stacks.forEach((url, some) -> {
            if (RepositoryUrl.same(url, wanted)) {
                some.forEach((stack, path) -> directories.put(new StackId(stack), path));
            }
        });
        if (directories.isEmpty()) {
            throw IacException.badInput(
                    "looking for what a change touches",
                    "repository",
                    wanted.isEmpty() ? "a clone without an origin" : wanted.replaceAll("//[^/@]*@", "//"),
                    "a repository of the catalog's stacks",
                    "name it as the catalog does: iacChanged(repository: '...')");
        }
        return directories;
    }

    private static ArrayList<String> names(Iterable<StackId> stacks) {
        ArrayList<String> names = new ArrayList<>();
        stacks.forEach(s -> names.add(s.value()));
        return names;
    }
}
