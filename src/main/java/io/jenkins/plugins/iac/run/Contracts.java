package io.jenkins.plugins.iac.run;

import io.jenkins.plugins.iac.approval.ApprovalRequirements;
import io.jenkins.plugins.iac.approval.Requirement;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.contract.Contract;
import io.jenkins.plugins.iac.contract.ContractIdentity;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Identity;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.Pool;
import io.jenkins.plugins.iac.model.PoolTool;
import io.jenkins.plugins.iac.model.Sha256;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
        if (free && location.fallbackTool() != null) {
            tools = List.of(location.fallbackTool());
        }
        return tools.stream()
                .filter(t -> stack.tool() == null
                        || t.name().equals(stack.tool().name())
                                && t.version().equals(stack.tool().version()))
                .findFirst()
                .orElseThrow(() -> IacException.refused(
                        "choosing the tool",
                        "stack " + stack.id() + (pool == null ? "" : ", pool " + pool.name()),
                        "no tool that fits",
                        stack.tool() == null
                                ? "terraform or opentofu"
                                : stack.tool().toString(),
                        "install it on the agents and name it with path and sha256 under 'tools' of the pool"));
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
                stack.backend(),
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
