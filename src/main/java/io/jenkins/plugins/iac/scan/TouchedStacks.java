package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.model.StackId;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which stacks a change concerns: those with a changed path in their directory, in a module of the changed repository that
 * they reach, by a path or by the repository's address, or among the files that their functions read. Where that cannot be
 * told (the configuration cannot be read, the directory is gone, a path or a source is computed) every change concerns the
 * stack: a plan too many does no harm.
 */
public final class TouchedStacks {
    private TouchedStacks() {}

    /**
     * Commits of one repository.
     *
     * @param root of a checkout of the commit after the change
     * @param branch on which the commits are, or null where that is not known
     * @param isTag whether the repository has a tag of a name; what is no known tag may be a branch
     * @param paths changed, added and removed paths, relative to the root, as git names them
     */
    public record Change(Path root, String branch, Predicate<String> isTag, Collection<String> paths) {}

    /**
     * Where a stack's code is.
     *
     * @param repository the changed one, as the catalog spells it
     * @param directory of the stack, relative to the root of its own repository
     * @param modules sources that the stack may use
     */
    public record Code(String repository, String directory, List<String> modules) implements Serializable {
        private static final long serialVersionUID = 1L;

        public Code {
            modules = List.copyOf(modules);
        }
    }

    /** The stacks of the changed repository that a change concerns, each with the first reason, as people read it. */
    public static SortedMap<StackId, String> of(Map<StackId, Code> stacks, Change change) {
        return of(stacks, change, change.root());
    }

    /**
     * The stacks of another repository that a change of a repository of modules concerns.
     *
     * @param code root of a checkout of the stacks' repository
     */
    public static SortedMap<StackId, String> elsewhere(Map<StackId, Code> stacks, Change change, Path code) {
        return of(stacks, change, code);
    }

    /** The same where there is no such checkout: all of them, whatever changed. */
    public static SortedMap<StackId, String> unknown(Map<StackId, Code> stacks) {
        SortedMap<StackId, String> touched = new TreeMap<>();
        stacks.forEach((stack, code) -> touched.put(
                stack,
                "it may use modules of " + RepositoryUrl.shown(code.repository()) + ", and which is not known here"));
        return touched;
    }

    private static SortedMap<StackId, String> of(Map<StackId, Code> stacks, Change change, Path code) {
        SortedMap<StackId, String> touched = new TreeMap<>();
        if (!change.paths().isEmpty() && !stacks.isEmpty()) {
            ChangedPaths paths = new ChangedPaths(change.root(), change.paths());
            stacks.forEach((stack, one) -> {
                String why = new StackReach(one, change, paths).touched(code);
                if (why != null) {
                    touched.put(stack, why);
                }
            });
        }
        return touched;
    }

    /** Whether a stack with these {@code modules} may use modules of a repository; of what is not understood, that it may. */
    public static boolean mayUse(Collection<String> modules, String repository) {
        return modules.stream().anyMatch(source -> {
            ModuleAddress address = ModuleAddress.allowed(source);
            return switch (address.kind()) {
                case GIT ->
                    names(source, address, repository) || RepositoryUrl.mayBeCopy(address.repository(), repository);
                case ARCHIVE ->
                    names(source, address, repository)
                            || RepositoryUrl.mayBeBelowCopy(address.repository(), repository);
                case UNKNOWN -> true;
                case LOCAL, ELSEWHERE -> false;
            };
        });
    }

    /** Whether the {@code modules} of one of these name its repository: what is not understood names none. */
    public static boolean named(Collection<Code> stacks) {
        return stacks.stream().anyMatch(code -> code.modules().stream()
                .anyMatch(source -> names(source, ModuleAddress.allowed(source), code.repository())));
    }

    private static boolean names(String source, ModuleAddress address, String repository) {
        return switch (address.kind()) {
            case GIT ->
                RepositoryUrl.mayBeSame(address.repository(), repository)
                        || source.endsWith("/") && RepositoryUrl.mayBeBelow(repository, address.repository());
            case ARCHIVE -> RepositoryUrl.mayBeBelow(address.repository(), repository);
            case LOCAL, ELSEWHERE, UNKNOWN -> false;
        };
    }
}
