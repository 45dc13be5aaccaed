package io.jenkins.plugins.iac.catalog;

import io.jenkins.plugins.iac.catalog.Levels.Level;
import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Context;
import io.jenkins.plugins.iac.model.Stack;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.ToolRef;
import java.util.ArrayList;
import java.util.HashMap;
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
    private static final List<String> NEEDED = List.of("repository", "environment", "tool");

    private final Levels levels;
    private final Map<String, Context> contexts;
    private final Findings findings;
    /** What stacks below the same scopes inherit, by the list of their scopes and by field. */
    private final Map<List<Level>, Map<String, From>> found = new IdentityHashMap<>();

    /** @param path the scope it comes from; null where none sets it */
    private record From(String path, Object value) {}

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
        return new One(own, id, levels.of(id)).resolve();
    }

    /** The resolution of one stack. */
    private final class One {
        private final Fields own;
        private final String id;
        private final List<Level> scopes;
        private final Map<String, From> shared;
        private final Map<String, String> inherited = new LinkedHashMap<>();

        One(Fields own, String id, List<Level> scopes) {
            this.own = own;
            this.id = id;
            this.scopes = scopes;
            this.shared = found.computeIfAbsent(scopes, s -> new HashMap<>());
        }

        Stack resolve() {
            Fields tool = (Fields) whole("tool");
            List<String> attached = texts("contexts");
            Map<String, Object> variables = withContexts(attached, merged("variables", null, null));
            Stack stack = new Stack(
                    new StackId(id),
                    (String) whole("repository"),
                    (String) whole("ref"),
                    own.text("directory"),
                    (String) whole("environment"),
                    (String) whole("owner"),
                    (String) whole("resourceClass"),
                    tool == null ? null : new ToolRef(tool.text("name"), tool.text("version")),
                    (String) whole("workspace"),
                    backend(),
                    pools(),
                    texts("networks"),
                    own.texts("dependsOn").stream()
                            .filter(StackId::isValid)
                            .map(StackId::new)
                            .toList(),
                    strings(merged("identities", null, null)),
                    variables,
                    attached,
                    texts("providers"),
                    texts("modules"),
                    strings(merged("dataClasses", null, null)),
                    constraints(),
                    inherited);
            for (String field : NEEDED) {
                boolean given = own.tree().get(field) != null || inherited.containsKey(field);
                if (!given) {
                    findings.error(
                            own.tree(),
                            own.path().child(field),
                            "the stack " + id + " without " + field,
                            "it in the stack or in a scope above it",
                            scopes.isEmpty() ? "no scope speaks of this stack" : "");
                }
            }
            return stack;
        }

        private Object whole(String field) {
            return own.has(field) ? own.get(field) : fromScopes(field, field, null, null);
        }

        @SuppressWarnings("unchecked")
        private List<String> texts(String field) {
            return (List<String>) Objects.requireNonNullElse(whole(field), List.of());
        }

        /** The value of a field, or of one member of it, from the most specific scope; remembered as inherited. */
        private Object fromScopes(String label, String field, String member, String key) {
            From known = shared.get(label);
            if (known == null) {
                known = find(label, field, member, key);
            }
            if (known.path() != null) {
                inherited.put(label, known.path());
            }
            return known.value();
        }

        private From find(String label, String field, String member, String key) {
            Level found = null;
            Object value = null;
            for (Level level : scopes) {
                Object here = value(level.fields(), field, member, key);
                if (here == null) {
                    continue;
                }
                if (found != null) {
                    levels.tie(found, level, label, id);
                    break;
                }
                found = level;
                value = here;
            }
            From from = new From(found == null ? null : found.path().toString(), value);
            shared.put(label, from);
            return from;
        }

        private static Object value(Fields fields, String field, String member, String key) {
            Object value = fields.get(field);
            if (member != null && value != null) {
                value = ((Fields) value).get(member);
            }
            return key != null && value != null ? ((Map<?, ?>) value).get(key) : value;
        }

        /** A map field (or a map within a record field) key by key: own keys first, then those of scopes. */
        private Map<String, Object> merged(String field, String member, String requiredType) {
            Map<String, Object> result = new LinkedHashMap<>();
            Object mine = value(own, field, member, null);
            if (mine != null) {
                ((Map<?, ?>) mine).forEach((key, value) -> result.put((String) key, value));
            }
            String prefix = member == null ? field : field + "." + member;
            for (Level level : scopes) {
                Object theirs = value(level.fields(), field, member, null);
                if (theirs == null || requiredType != null && !isOfType(level, requiredType)) {
                    continue;
                }
                for (Object key : ((Map<?, ?>) theirs).keySet()) {
                    if (!result.containsKey(key)) {
                        String label = prefix + "." + key;
                        result.put((String) key, fromScopes(label, field, member, (String) key));
                    }
                }
            }
            return result;
        }

        /** Configuration of another type of backend is never mixed in. */
        private static boolean isOfType(Level level, String type) {
            String theirs = level.fields().record("backend").text("type");
            return theirs == null || theirs.equals(type);
        }

        private Backend backend() {
            Object mine = value(own, "backend", "type", null);
            String type = (String) (mine != null ? mine : fromScopes("backend.type", "backend", "type", null));
            if (type == null) {
                return null;
            }
            return new Backend(type, merged("backend", "config", type));
        }

        private Constraints constraints() {
            return new Constraints(
                    (Boolean) constraint("allowDestroy"),
                    (Integer) constraint("maxReplacements"),
                    (Integer) constraint("maxDeletes"),
                    tasks(constraint("runTasks")));
        }

        private Object constraint(String name) {
            Object mine = value(own, "constraints", name, null);
            return mine != null ? mine : fromScopes("constraints." + name, "constraints", name, null);
        }

        @SuppressWarnings("unchecked")
        private static List<String> tasks(Object value) {
            return (List<String>) Objects.requireNonNullElse(value, List.of());
        }

        private List<String> pools() {
            List<String> pools = new ArrayList<>(own.texts("pools"));
            Level previous = null;
            for (Level level : scopes) {
                if (!level.fields().has("pools")) {
                    continue;
                }
                if (previous != null) {
                    levels.tie(previous, level, "pools", id);
                }
                previous = level;
                for (String pool : level.fields().texts("pools")) {
                    if (!pools.contains(pool)) {
                        pools.add(pool);
                        inherited.put("pools." + pool, level.path().toString());
                    }
                }
            }
            return pools;
        }

        private Map<String, Object> withContexts(List<String> attached, Map<String, Object> variables) {
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
            origin.forEach((variable, from) -> {
                String winner = inherited.get("variables." + variable);
                if (!variables.containsKey(variable)) {
                    inherited.put("variables." + variable, from);
                } else {
                    inherited.put(
                            "variables." + variable, (winner == null ? "stack" : winner) + ", instead of " + from);
                }
            });
            result.putAll(variables);
            return result;
        }

        private static Map<String, String> strings(Map<String, Object> values) {
            Map<String, String> result = new LinkedHashMap<>();
            values.forEach((key, value) -> result.put(key, (String) value));
            return result;
        }
    }
}
