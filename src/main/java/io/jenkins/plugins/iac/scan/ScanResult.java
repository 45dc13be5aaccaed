package io.jenkins.plugins.iac.scan;

import io.jenkins.plugins.iac.model.Condition;
import java.util.List;
import java.util.Map;

/**
 * What a scan found out. Every list has a fixed order, so that the same files give the same result.
 *
 * @param files files that were read, relative to the root of the checkout
 * @param findings broken rules; the scan passes only if there are none
 * @param modules module calls of the root module and of every local module that it reaches
 * @param localModules directories of local modules, relative to the root of the checkout, without the stack's own
 * @param providers providers that the configuration needs
 * @param backends backend blocks; more than one only where override files are
 * @param requiredVersions {@code required_version} constraints
 * @param variables variables of the root module
 * @param reads paths in the checkout that functions read, relative to its root
 * @param computedReads whether a function reads a path that is not known without evaluation
 */
public record ScanResult(
        List<String> files,
        List<Finding> findings,
        List<ModuleCall> modules,
        List<String> localModules,
        List<ProviderUse> providers,
        List<BackendBlock> backends,
        List<String> requiredVersions,
        List<Variable> variables,
        List<String> reads,
        boolean computedReads) {

    /**
     * A module call.
     *
     * @param directory directory of the calling module, relative to the root
     * @param source as written; null where it is no literal
     * @param version constraint as written, or null
     * @param local directory of the called module relative to the root, or null where it is not local
     */
    public record ModuleCall(
            String directory, String name, String source, String version, String local, String file, int line) {}

    /**
     * A provider that a module needs.
     *
     * @param source {@code host/namespace/type}; null where it cannot be told
     * @param version constraint as written, or null
     */
    public record ProviderUse(
            String directory, String localName, String source, String version, String file, int line) {}

    /**
     * A backend block.
     *
     * @param type {@code s3}, {@code local}, ..., or {@code cloud}
     * @param config what is literal in it; a value that equals nothing else where it is not
     */
    public record BackendBlock(String type, Map<String, Object> config, String file, int line) {}

    /**
     * A variable of the root module.
     *
     * @param sensitive marked sensitive; also where the mark is no literal
     * @param ephemeral marked ephemeral; also where the mark is no literal
     */
    public record Variable(String name, boolean sensitive, boolean ephemeral, boolean hasDefault) {}

    public ScanResult {
        files = List.copyOf(files);
        findings = List.copyOf(findings);
        modules = List.copyOf(modules);
        localModules = List.copyOf(localModules);
        providers = List.copyOf(providers);
        backends = List.copyOf(backends);
        requiredVersions = List.copyOf(requiredVersions);
        variables = List.copyOf(variables);
        reads = List.copyOf(reads);
    }

    public boolean passed() {
        return findings.isEmpty();
    }

    /** The result as one condition, {@code scan}, with every finding underneath. */
    public Condition condition() {
        return Condition.all(
                "scan",
                "no finding",
                findings.isEmpty() ? "no finding in " + files.size() + " files" : findings.size() + " findings",
                "change the configuration at the places that are named",
                findings.stream().map(Finding::condition).toList());
    }
}
