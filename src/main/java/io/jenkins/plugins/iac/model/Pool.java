package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * A set of agents and what may run on them. An empty list allows nothing, except {@code owners},
 * {@code resourceClasses} and {@code repositories}, where empty means that the pool does not distinguish.
 *
 * @param label Jenkins label of the agents
 * @param agents names of the agents that belong to it, with {@code *} for any characters; empty where the label alone says so
 * @param environments environments whose stacks may run here
 * @param owners owners whose stacks may run here
 * @param operations operations that may run here
 * @param identities identities available from here
 * @param networks networks reachable from here
 * @param ephemeral whether an agent serves one run and is gone
 * @param bodyStepsOwn whether only our own steps run inside {@code iacAgent}
 * @param images image digests allowed ({@code name@sha256:...})
 * @param maxConcurrent most runs at a time, or 0 for no limit
 * @param kubernetes where agents are pods, or null
 * @param environmentVariables names of variables of the agent that are let into the tool's environment
 * @param providerMirror absolute path of a provider mirror on the agents, or null
 */
public record Pool(
        String name,
        String label,
        Trust trust,
        List<String> agents,
        List<String> environments,
        List<String> owners,
        List<String> resourceClasses,
        List<String> repositories,
        List<Operation> operations,
        List<String> identities,
        List<String> networks,
        boolean ephemeral,
        boolean bodyStepsOwn,
        List<String> images,
        List<PoolTool> tools,
        int maxConcurrent,
        KubernetesPool kubernetes,
        List<String> environmentVariables,
        String providerMirror) {
    public Pool {
        agents = Values.list(agents);
        environments = Values.list(environments);
        owners = Values.list(owners);
        resourceClasses = Values.list(resourceClasses);
        repositories = Values.list(repositories);
        operations = Values.list(operations);
        identities = Values.list(identities);
        networks = Values.list(networks);
        images = Values.list(images);
        tools = Values.list(tools);
        environmentVariables = Values.list(environmentVariables);
    }

    /** Whether an agent of this name may belong to the pool, as far as names say; a pool that names none takes any. */
    public boolean mayHave(String agent) {
        return agents.isEmpty() || agents.stream().anyMatch(pattern -> Glob.matches(pattern, agent));
    }
}
