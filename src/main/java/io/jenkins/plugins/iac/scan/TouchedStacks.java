package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.StackId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which stacks a change concerns: those with a changed path in their directory, in a local module that they reach, or
 * among the files that their functions read. Where that cannot be told (the configuration cannot be read, the directory
 * is gone, a path is computed) every change concerns the stack: a plan too many does no harm.
 */
public final class TouchedStacks {
    private TouchedStacks() {}

    /**
     * The stacks that a change concerns.
     *
     * @param root root of a checkout of the commit after the change
     * @param directories each stack's directory, relative to the root
     * @param changed changed, added and removed paths, relative to the root, as git names them
     */
    public static SortedSet<StackId> of(Path root, Map<StackId, String> directories, Collection<String> changed) {
        SortedSet<StackId> touched = new TreeSet<>();
        if (!changed.isEmpty()) {
            directories.forEach((stack, directory) -> {
                if (touches(root, directory, changed)) {
                    touched.add(stack);
                }
            });
        }
        return touched;
    }

    private static boolean touches(Path root, String directory, Collection<String> changed) {
        String own = Path.of(directory).normalize().toString();
        if (concerns(own, changed)) {
            return true;
        }
        ScanResult facts;
        try {
            facts = ConfigurationScan.scan(root, directory, ScanPolicy.FACTS);
        } catch (IacException e) {
            return true;
        }
        if (!facts.passed() || facts.computedReads()) {
            return true;
        }
        List<String> reached = new ArrayList<>(facts.localModules());
        reached.addAll(facts.reads());
        return reached.stream().anyMatch(path -> concerns(path, changed));
    }

    /** Whether a changed path is this one or inside of it; the empty path is the root. */
    private static boolean concerns(String path, Collection<String> changed) {
        return changed.stream().anyMatch(c -> path.isEmpty() || c.equals(path) || c.startsWith(path + "/"));
    }
}
