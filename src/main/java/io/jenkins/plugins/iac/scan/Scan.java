package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Unseen;
import io.jenkins.plugins.iac.scan.ScanResult.BackendBlock;
import io.jenkins.plugins.iac.scan.ScanResult.ModuleCall;
import io.jenkins.plugins.iac.scan.ScanResult.ProviderUse;
import io.jenkins.plugins.iac.scan.ScanResult.Variable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** What one scan has found out so far; the parts of a scan report here. */
final class Scan {
    private static final int QUOTED = 120;

    private final SourceTree tree;
    private final Path rootModule;
    private final ScanPolicy policy;
    private final ModuleSources sources;
    private final FunctionRules functionRules;
    private final Set<String> allowedProviders;
    private final Set<Path> known = new HashSet<>();
    private final Deque<Path> modules = new ArrayDeque<>();
    private final Deque<Path> templates = new ArrayDeque<>();

    private final TreeSet<String> files = new TreeSet<>();
    private final TreeSet<Finding> findings = new TreeSet<>();
    private final List<ModuleCall> calls = new ArrayList<>();
    private final TreeSet<String> localModules = new TreeSet<>();
    private final List<ProviderUse> providers = new ArrayList<>();
    private final List<BackendBlock> backends = new ArrayList<>();
    private final List<String> requiredVersions = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();
    private final TreeSet<String> reads = new TreeSet<>();
    private boolean computedReads;
    private long bytes;

    Scan(SourceTree tree, Path rootModule, ScanPolicy policy) {
        this.tree = tree;
        this.rootModule = rootModule;
        this.policy = policy;
        this.sources = new ModuleSources(tree, rootModule, policy.modules());
        this.functionRules = new FunctionRules(tree, rootModule, this::read);
        this.allowedProviders = allowedProviders(policy);
    }

    /** Addresses with their host; the built-in one always is among them. */
    static Set<String> allowedProviders(ScanPolicy policy) {
        Set<String> allowed = policy.providers().stream()
                .flatMap(p -> ProviderSource.parse(p, policy.registry()).stream())
                .map(ProviderSource::value)
                .collect(Collectors.toSet());
        allowed.add(ProviderSource.BUILT_IN.value());
        return allowed;
    }

    SourceTree tree() {
        return tree;
    }

    Path rootModule() {
        return rootModule;
    }

    ScanPolicy policy() {
        return policy;
    }

    ModuleSources sources() {
        return sources;
    }

    /** The next module directory to read, or null. */
    Path nextModule() {
        return modules.poll();
    }

    /** The next template file to read, or null. */
    Path nextTemplate() {
        return templates.poll();
    }

    void enqueue(Path module) {
        if (known.add(module)) {
            modules.add(module);
        }
    }

    private void read(Expressions.Call call, Path path) {
        reads.add(tree.name(path));
        if (call.name().equals("templatefile") && policy.has(ScanRule.FUNCTION) && known.add(path)) {
            templates.add(path);
        }
    }

    void report(String file, int line, ScanRule rule, String message) {
        if (policy.has(rule) && findings.size() < ScanLimits.FINDINGS) {
            findings.add(new Finding(file, line, rule, message));
        }
    }

    /**
     * Judges the calls in an expression.
     *
     * @param module what {@code path.module} means, or null where that is not certain
     * @param byPath gets the line of each call that is allowed for its {@code path.module} or {@code path.root}
     */
    void functions(String file, List<Node> expression, Path module, IntConsumer byPath) {
        functionRules.check(expression, module, byPath, (line, message) -> computedRead(file, line, message));
    }

    void computedRead(String file, int line, String message) {
        computedReads = true;
        report(file, line, ScanRule.FUNCTION, message);
    }

    void provider(ProviderUse use) {
        providers.add(use);
        if (use.source() == null || !allowedProviders.contains(use.source())) {
            String source = use.source() == null ? "a source that cannot be told" : use.source();
            report(
                    use.file(),
                    use.line(),
                    ScanRule.PROVIDER,
                    "provider " + quote(use.localName()) + " is " + source + ", which is not allowed");
        }
    }

    void backend(BackendBlock block) {
        backends.add(block);
        BackendRules.problem(block, policy.backend())
                .ifPresent(problem -> report(block.file(), block.line(), ScanRule.BACKEND, problem));
    }

    void readFile(String file) {
        files.add(file);
    }

    /** Adds to the bytes read so far and returns their number. */
    long countBytes(long more) {
        bytes += more;
        return bytes;
    }

    int filesRead() {
        return files.size();
    }

    void localModule(Path module) {
        if (!module.equals(rootModule)) {
            localModules.add(tree.name(module));
        }
    }

    void module(ModuleCall call) {
        calls.add(call);
    }

    void requiredVersion(String constraint) {
        requiredVersions.add(constraint);
    }

    void variable(Variable variable) {
        variables.add(variable);
    }

    ScanResult result() {
        calls.sort(Comparator.comparing(ModuleCall::file).thenComparingInt(ModuleCall::line));
        providers.sort(Comparator.comparing(ProviderUse::directory)
                .thenComparing(ProviderUse::localName)
                .thenComparing(ProviderUse::file)
                .thenComparingInt(ProviderUse::line));
        return new ScanResult(
                List.copyOf(files),
                List.copyOf(findings),
                calls,
                List.copyOf(localModules),
                providers,
                backends,
                requiredVersions,
                variables,
                List.copyOf(reads),
                computedReads);
    }

    /** A name from the configuration as a message may show it. */
    static String quote(String text) {
        return "\"" + printable(text) + "\"";
    }

    /** One line, printable, bounded. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(QUOTED).forEach(c -> {
            boolean odd = Unseen.contains(c) || c == '"';
            out.append(odd ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c));
        });
        return out.append(text.codePointCount(0, text.length()) > QUOTED ? "..." : "")
                .toString();
    }
}
