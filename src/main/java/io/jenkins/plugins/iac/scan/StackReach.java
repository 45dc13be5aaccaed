package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.RepositoryUrl;
import io.jenkins.plugins.iac.scan.ScanResult.ModuleCall;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a change is within what one stack reaches. A module of the changed repository counts where it is called without a
 * ref, by the branch that changed, or by a ref of which it is not known that it is something else.
 */
final class StackReach {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern KIND_OF_REF = Pattern.compile("^(?:refs/)?(?:heads/|remotes/)?");
    private static final Pattern TAG = Pattern.compile("^(?:refs/)?tags/");
    /** A ref with a slash, or with what git computes ({@code main~1}), may lead to a branch. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

    private static final Set<String> FLOATING = Set.of("HEAD", "FETCH_HEAD");

    private final TouchedStacks.Code code;
    private final TouchedStacks.Change change;
    private final ChangedPaths paths;
    private final boolean mayUse;
    private final Deque<Module> modules = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    /** A module of the changed repository that is called by its address. */
    private record Module(String directory, String name) {}

    /** @param paths what changed, by each of its names */
    StackReach(TouchedStacks.Code code, TouchedStacks.Change change, ChangedPaths paths) {
        this.code = code;
        this.change = change;
        this.paths = paths;
        this.mayUse = TouchedStacks.mayUse(code.modules(), code.repository());
    }

    /**
     * Why the stack is touched.
     *
     * @param root root of a checkout of the stack's repository: that of the change, or of another one
     * @return null where it is not
     */
    String touched(Path root) {
        boolean own = root.equals(change.root());
        String directory = Path.of(code.directory()).normalize().toString();
        Optional<String> changed = own ? paths.at(directory) : Optional.empty();
        if (changed.isPresent()) {
            return changed.get() + " changed";
        }
        String why = look(root, directory, own, true);
        while (why == null && !modules.isEmpty()) {
            Module module = modules.poll();
            if (seen.add(module.directory())) {
                why = paths.at(module.directory())
                        .map(path -> path + " changed, in the module " + module.name())
                        .orElseGet(() -> look(change.root(), module.directory(), true, false));
            }
        }
        return why;
    }

    private String look(Path root, String directory, boolean inChange, boolean stack) {
        ScanResult facts;
        try {
            facts = stack
                    ? ConfigurationScan.scan(root, directory, ScanPolicy.FACTS)
                    : ConfigurationScan.scanModule(root, directory, ScanPolicy.FACTS);
        } catch (IacException e) {
            return "the configuration in " + Scan.quote(directory) + " cannot be read";
        }
        if (!facts.passed()) {
            return "the configuration in " + Scan.quote(directory) + " cannot be read";
        }
        if (inChange) {
            if (facts.computedReads()) {
                return "a function in " + Scan.quote(directory) + " reads a path that is computed";
            }
            Optional<String> reached = Stream.concat(facts.localModules().stream(), facts.reads().stream())
                    .flatMap(path -> paths.at(path).stream())
                    .findFirst();
            if (reached.isPresent()) {
                return reached.get() + " changed, which it reaches";
            }
        }
        return facts.modules().stream()
                .map(call -> call(facts, call))
                .filter(why -> why != null)
                .findFirst()
                .orElse(null);
    }

    private String call(ScanResult facts, ModuleCall call) {
        if (call.source() == null) {
            return isSaidElsewhere(facts, call) ? null : "the source of the module " + call.name() + " is computed";
        }
        ModuleAddress address = ModuleAddress.of(call.source());
        return switch (address.kind()) {
            case LOCAL -> call.local() == null ? "the module " + call.name() + " is outside of the checkout" : null;
            case ELSEWHERE -> inTurn(call);
            case ARCHIVE -> archive(call, address);
            case UNKNOWN -> "where the source of the module " + call.name() + " leads is not known";
            case GIT -> git(call, address);
        };
    }

    /** A module from elsewhere may itself call what the catalog allows. */
    private String inTurn(ModuleCall call) {
        return mayUse
                ? "the module " + call.name() + " may call modules of " + RepositoryUrl.shown(code.repository())
                        + ", which the catalog allows"
                : null;
    }

    private String archive(ModuleCall call, ModuleAddress address) {
        if (RepositoryUrl.mayBeBelow(address.repository(), code.repository())) {
            return "the module " + call.name() + " is an archive of the repository";
        }
        return RepositoryUrl.mayBeBelowCopy(address.repository(), code.repository())
                ? "the module " + call.name() + " may be an archive of a copy of the repository on another host"
                : inTurn(call);
    }

    private String git(ModuleCall call, ModuleAddress address) {
        boolean copy = RepositoryUrl.mayBeCopy(address.repository(), code.repository());
        if (!copy && !RepositoryUrl.mayBeSame(address.repository(), code.repository())) {
            return inTurn(call);
        }
        if (isFixed(address.ref())) {
            return null;
        }
        if (copy) {
            return "the module " + call.name() + " may be of a copy of the repository on another host";
        }
        try {
            modules.add(new Module(Path.of(address.directory()).normalize().toString(), call.name()));
            return null;
        } catch (InvalidPathException e) {
            return "where the source of the module " + call.name() + " leads is not known";
        }
    }

    /** An override file may leave the source of a module to the file that it overrides. */
    private static boolean isSaidElsewhere(ScanResult facts, ModuleCall call) {
        return facts.modules().stream()
                .anyMatch(other -> other.source() != null
                        && other.directory().equals(call.directory())
                        && other.name().equals(call.name()));
    }

    /** Whether commits of the branch do not change what a ref means; of a ref that is no plain name, only where it is a tag. */
    private boolean isFixed(String ref) {
        if (ref == null || !Collections.disjoint(branches(ref), FLOATING)) {
            return false;
        }
        if (change.branch() != null && !Collections.disjoint(branches(ref), branches(change.branch()))) {
            return false;
        }
        return COMMIT.matcher(ref).matches()
                || change.isTag().test(TAG.matcher(ref).replaceFirst(""))
                || change.branch() != null && PLAIN.matcher(ref).matches();
    }

    /** The branches that git may take a ref for: itself, and what stands behind {@code refs/heads/} or a remote's name. */
    private static Set<String> branches(String ref) {
        String name = KIND_OF_REF.matcher(ref).replaceFirst("");
        return Set.copyOf(List.of(ref, name, name.substring(name.indexOf('/') + 1)));
    }
}
