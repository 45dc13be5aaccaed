package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.catalog.Chain.From;
import io.jenkins.plugins.iac.catalog.Chain.Keyed;
import io.jenkins.plugins.iac.catalog.Chain.Single;
import io.jenkins.plugins.iac.catalog.Levels.Level;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.ToolRef;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Works out what a stack is after inheritance. Each field comes from the stack itself, else from the most specific scope
 * that sets it. Maps (variables, identities, data classes, constraints, backend configuration) are inherited key by key;
 * supplied pools add up, the most specific supply first; contexts come below everything.
 */
final class StackResolver {
    private static final List<Single> NEEDED = List.of(Single.REPOSITORY, Single.ENVIRONMENT, Single.TOOL);

    private final Levels levels;
    private final Map<String, Context> contexts;
    private final Findings findings;
    /** What stacks below the same scopes have in common, by the list of their scopes. */
    private final Map<List<Level>, Chain> chains = new IdentityHashMap<>();

    StackResolver(Levels levels, Map<String, Context> contexts, Findings findings) {
        this.levels = levels;
        this.contexts = contexts;
        this.findings = findings;
    }

    /** The stack, or null where it has no valid id. What is missing or tied becomes a finding. */
    Stack resolve(Fields own) {
        String id = own.text("id");
        if (id == null) {
            return null;
        }
        Chain chain = chains.computeIfAbsent(levels.of(id), scopes -> new Chain(scopes, levels));
        return new One(own, id, chain).resolve();
    }

    /** The resolution of one stack. */
    private final class One {
        private final Fields own;
        private final String id;
        private final Chain chain;
        private final List<From> inherited = new ArrayList<>();
        /** What contexts give, which scopes cannot tell; null where there is nothing of it. */
        private Map<String, String> fromContexts;

        One(Fields own, String id, Chain chain) {
            this.own = own;
            this.id = id;
            this.chain = chain;
        }

        Stack resolve() {
            Fields tool = (Fields) single(Single.TOOL);
            List<String> attached = texts(Single.CONTEXTS);
            Map<String, Object> variables = withContexts(attached, merged(Keyed.VARIABLES, null));
            Stack stack = new Stack(
                    new StackId(id),
                    (String) single(Single.REPOSITORY),
                    (String) single(Single.REF),
                    own.text("directory"),
                    (String) single(Single.ENVIRONMENT),
                    (String) single(Single.OWNER),
                    (String) single(Single.RESOURCE_CLASS),
                    tool == null ? null : new ToolRef(tool.text("name"), tool.text("version")),
                    (String) single(Single.WORKSPACE),
                    backend(),
                    chain.pools(own.texts("pools"), id, inherited),
                    texts(Single.NETWORKS),
                    dependsOn(),
                    strings(merged(Keyed.IDENTITIES, null)),
                    variables,
                    attached,
                    texts(Single.PROVIDERS),
                    texts(Single.MODULES),
                    strings(merged(Keyed.DATA_CLASSES, null)),
                    constraints(),
                    origins());
            for (Single needed : NEEDED) {
                if (own.tree().get(needed.field) == null && chain.single(needed, id).path == null) {
                    findings.error(
                            own.tree(),
                            own.path().child(needed.field),
                            "the stack " + id + " without " + needed.field,
                            "it in the stack or in a scope above it",
                            chain.isEmpty() ? "no scope speaks of this stack" : "");
                }
            }
            return stack;
        }

        /** The stack's own value, else that of the most specific scope; remembered as inherited. */
        private Object single(Single field) {
            Object mine = field.of(own);
            if (mine != null) {
                return mine;
            }
            From from = chain.single(field, id);
            if (from.path != null) {
                inherited.add(from);
            }
            return from.value;
        }

        @SuppressWarnings("unchecked")
        private List<String> texts(Single field) {
            return (List<String>) Objects.requireNonNullElse(single(field), List.of());
        }

        /** A map key by key: own keys first, then those of scopes. */
        private Map<String, Object> merged(Keyed map, String type) {
            Map<?, ?> mine = map.of(own);
            if (mine == null) {
                return chain.whole(map, type, id, inherited);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            mine.forEach((key, value) -> result.put((String) key, value));
            chain.addTo(result, map, type, id, inherited);
            return result;
        }

        private Backend backend() {
            String type = (String) single(Single.BACKEND_TYPE);
            return type == null ? null : new Backend(type, merged(Keyed.BACKEND_CONFIG, type));
        }

        private Constraints constraints() {
            return new Constraints(
                    (Boolean) single(Single.ALLOW_DESTROY),
                    (Integer) single(Single.MAX_REPLACEMENTS),
                    (Integer) single(Single.MAX_DELETES),
                    texts(Single.RUN_TASKS));
        }

        private List<StackId> dependsOn() {
            List<StackId> stacks = new ArrayList<>();
            for (String stack : own.texts("dependsOn")) {
                if (StackId.isValid(stack)) {
                    stacks.add(new StackId(stack));
                }
            }
            return stacks;
        }

        private Map<String, String> origins() {
            Map<String, String> scopes = chain.origins(inherited);
            if (fromContexts == null) {
                return scopes;
            }
            Map<String, String> all = new LinkedHashMap<>(scopes);
            all.putAll(fromContexts);
            return all;
        }

        private Map<String, Object> withContexts(List<String> attached, Map<String, Object> variables) {
            if (attached.isEmpty()) {
                return variables;
            }
            Map<String, Object> result = new LinkedHashMap<>();
            Map<String, String> origin = new LinkedHashMap<>();
            for (String name : attached) {
                Context context = contexts.get(name);
                if (context == null) {
                    continue;
                }
                String from = "context:" + name + "@" + context.version();
                context.variables().forEach((variable, value) -> {
                    String other = origin.putIfAbsent(variable, from);
                    if (other != null) {
                        findings.error(
                                own.at("contexts"),
                                own.path().child("contexts"),
                                "the variable " + variable + " in both " + other + " and " + from + " of the stack "
                                        + id,
                                "contexts that do not overlap",
                                "remove it from one of them or attach only one");
                    }
                    result.put(variable, value);
                });
            }
            fromContexts = new LinkedHashMap<>();
            origin.forEach((variable, from) -> {
                String label = "variables." + variable;
                boolean replaced = variables.containsKey(variable);
                fromContexts.put(label, replaced ? winner(label) + ", instead of " + from : from);
            });
            result.putAll(variables);
            return result;
        }

        /** Which scope, or the stack itself, sets a field. */
        private String winner(String label) {
            for (From from : inherited) {
                if (from.label.equals(label)) {
                    return from.path;
                }
            }
            return "stack";
        }

        @SuppressWarnings("unchecked") // the type of the field
        private static Map<String, String> strings(Map<String, ?> values) {
            return (Map<String, String>) values;
        }
    }
}
