package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.ContractIdentity;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes contracts: from the catalog and the run, never from the build. */
final class Contracts {
    /** How long a run may take to get from its contract to the start of its last process. */
    private static final Duration VALID = Duration.ofHours(12);

    private Contracts() {}

    /**
     * The tool of the stack as the pool offers it; where an unprotected pool names no tools at all, the machine's own.
     *
     * @throws IacException of kind REFUSED if there is none
     */
    static PoolTool tool(Stack stack, Pool pool, Location location) {
        List<PoolTool> tools = pool == null ? List.of() : pool.tools();
        boolean free = tools.isEmpty() && (pool == null || pool.trust().compareTo(Trust.PROTECTED) < 0);
        PoolTool own = free ? location.fallbackTool().get() : null;
        if (own != null) {
            tools = List.of(own);
        }
        List<PoolTool> offered = tools;
        if (free && tools.isEmpty()) {
            // Nothing of the catalog says no: the machine lacks it, which is another exit code.
            throw IacException.toolFailed(
                    "choosing the tool",
                    "stack " + stack.id() + (pool == null ? "" : ", pool " + pool.name()),
                    "none on this machine that answers to 'version'",
                    stack.tool() == null ? "terraform or tofu on the PATH" : stack.tool() + " on the PATH",
                    "install it, or name it with path and sha256 under 'tools' of the pool");
        }
        return offered.stream()
                .filter(t -> stack.tool() == null
                        || t.name().equals(stack.tool().name())
                                && t.version().equals(stack.tool().version()))
                .findFirst()
                .orElseThrow(() -> IacException.refused(
                        "choosing the tool",
                        "stack " + stack.id() + (pool == null ? "" : ", pool " + pool.name()),
                        offered.isEmpty()
                                ? "a pool that names no tool"
                                : "only "
                                        + offered.stream()
                                                .map(t -> t.name() + " " + t.version())
                                                .collect(Collectors.joining(", ")),
                        stack.tool() == null
                                ? "terraform or opentofu"
                                : stack.tool().toString(),
                        "install it on the agents and name it with path and sha256 under 'tools' of the pool"));
    }

    /** The backend; on one machine a local path that is not absolute, or none at all, means the machine's own state. */
    static Backend backend(Stack stack, Location location) {
        Backend backend = stack.backend();
        boolean none = backend == null;
        boolean local = none || backend.type().equals("local");
        Object path = none ? null : backend.config().get("path");
        if (location.stateRoot() == null
                || !local
                || path instanceof String text && Path.of(text).isAbsolute()) {
            return backend;
        }
        Map<String, Object> config = new LinkedHashMap<>(none ? Map.of() : backend.config());
        Path root = Path.of(location.stateRoot()).resolve(stack.id().value());
        Path file = root.resolve(path instanceof String text ? text : "terraform.tfstate")
                .normalize();
        if (!file.startsWith(root)) {
            throw IacException.refused(
                    "choosing where the state is",
                    "stack " + stack.id(),
                    "the path " + path,
                    "an absolute path, or one below " + root,
                    "correct 'backend.config.path' of the stack in the catalog");
        }
        config.put("path", file.toString());
        return new Backend("local", config);
    }

    static Contract write(
            Run run,
            Operation operation,
            Catalog catalog,
            Stack stack,
            Pool pool,
            Identity identity,
            ApprovalRequirements requirements,
            Location location,
            String workDir,
            Sha256 lockFile,
            Sha256 planDigest,
            String issuer,
            Instant now) {
        return new Contract(
                Contract.VERSION,
                run.id(),
                operation,
                run.source(),
                stack.id(),
                stack.directory(),
                workDir,
                backend(stack, location),
                stack.workspace(),
                pool == null ? null : pool.name(),
                pool == null ? List.of() : pool.images(),
                tool(stack, pool, location),
                lockFile,
                catalog.policyBundle(),
                identity == null
                        ? null
                        : new ContractIdentity(identity.name(), issuer, identity.role(), "iac-" + run.id()),
                requirements.list().stream().map(Requirement::name).toList(),
                stack.constraints(),
                pool == null ? List.of() : pool.environmentVariables(),
                now,
                now.plus(VALID),
                planDigest);
    }
}
