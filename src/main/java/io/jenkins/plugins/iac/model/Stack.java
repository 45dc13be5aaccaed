package io.jenkins.plugins.iac.model;

import java.util.List;
import java.util.Map;

/**
 * A stack as it is after inheritance: what is run, where, with what.
 *
 * @param directory directory in the repository, relative, without {@code ..}
 * @param ref branch from which a run without an SCM head takes the code, or null
 * @param owner team that owns the stack, or null where nobody does
 * @param pools names of the pools supplied to it, most specific scope first
 * @param identities operation id ({@code plan}, {@code apply}, ...) to identity name; {@code plan} also serves
 *     {@code drift}, {@code apply} also serves {@code destroy} and {@code import} where those are not named
 * @param variables root module variables from catalog and contexts, contexts first
 * @param providers provider source addresses allowed beside the built-in one; empty allows none but the built-in
 * @param modules module source prefixes allowed; empty allows {@code ./} within the stack's own directory only
 * @param dataClasses resource address to data class
 * @param inheritedFrom field name to the scope path (or {@code context:NAME@VERSION}) that it was inherited from
 */
public record Stack(
        StackId id,
        String repository,
        String ref,
        String directory,
        String environment,
        String owner,
        String resourceClass,
        ToolRef tool,
        String workspace,
        Backend backend,
        List<String> pools,
        List<String> networks,
        List<StackId> dependsOn,
        Map<String, String> identities,
        Map<String, Object> variables,
        List<String> contexts,
        List<String> providers,
        List<String> modules,
        Map<String, String> dataClasses,
        Constraints constraints,
        Map<String, String> inheritedFrom) {
    public static final String DEFAULT_WORKSPACE = "default";

    public Stack {
        workspace = workspace == null ? DEFAULT_WORKSPACE : workspace;
        pools = Values.list(pools);
        networks = Values.list(networks);
        dependsOn = Values.list(dependsOn);
        identities = Values.map(identities);
        variables = Values.map(variables);
        contexts = Values.list(contexts);
        providers = Values.list(providers);
        modules = Values.list(modules);
        dataClasses = Values.map(dataClasses);
        constraints = constraints == null ? Constraints.NONE : constraints;
        inheritedFrom = Values.map(inheritedFrom);
    }

    /** The name of the identity for an operation, or null where the operation has none. */
    public String identityFor(Operation operation) {
        String own = identities.get(operation.id());
        if (own != null) {
            return own;
        }
        return switch (operation) {
            case DRIFT -> identities.get(Operation.PLAN.id());
            case DESTROY, IMPORT -> identities.get(Operation.APPLY.id());
            default -> null;
        };
    }
}
