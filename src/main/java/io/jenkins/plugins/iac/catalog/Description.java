package io.jenkins.plugins.iac.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Constraints;
import io.jenkins.plugins.iac.model.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says of a resolved stack where each of its values comes from. */
final class Description {
    private static final String OWN = "stack";

    private final Stack stack;
    private final List<Inherited> lines = new ArrayList<>();

    private Description(Stack stack) {
        this.stack = stack;
    }

    static List<Inherited> of(Stack stack) {
        Description d = new Description(stack);
        d.value("repository", stack.repository());
        d.value("ref", stack.ref());
        d.value("directory", stack.directory());
        d.value("environment", stack.environment());
        d.value("owner", stack.owner());
        d.value("resourceClass", stack.resourceClass());
        d.value("tool", stack.tool());
        boolean named = stack.inheritedFrom().containsKey("workspace")
                || !stack.workspace().equals(Stack.DEFAULT_WORKSPACE);
        d.add("workspace", stack.workspace(), named ? d.from("workspace") : "default");
        if (stack.backend() != null) {
            d.value("backend.type", stack.backend().type());
            d.members("backend.config", stack.backend().config());
        }
        stack.pools().forEach(pool -> d.add("pools", pool, d.from("pools." + pool)));
        d.list("networks", stack.networks());
        d.list("dependsOn", stack.dependsOn());
        d.members("identities", stack.identities());
        d.members("variables", stack.variables());
        d.list("contexts", stack.contexts());
        d.list("providers", stack.providers());
        d.list("modules", stack.modules());
        d.members("dataClasses", stack.dataClasses());
        Constraints constraints = stack.constraints();
        d.value("constraints.allowDestroy", constraints.allowDestroy());
        d.value("constraints.maxReplacements", constraints.maxReplacements());
        d.value("constraints.maxDeletes", constraints.maxDeletes());
        d.list("constraints.runTasks", constraints.runTasks());
        return List.copyOf(d.lines);
    }

    private String from(String field) {
        return stack.inheritedFrom().getOrDefault(field, OWN);
    }

    private void add(String field, String value, String from) {
        lines.add(new Inherited(field, value, from));
    }

    private void value(String field, Object value) {
        if (value != null) {
            add(field, value.toString(), from(field));
        }
    }

    private void list(String field, List<?> values) {
        if (!values.isEmpty()) {
            add(field, String.join(", ", values.stream().map(Object::toString).toList()), from(field));
        }
    }

    private void members(String field, Map<String, ?> values) {
        values.forEach((key, value) -> {
            JsonNode tree = Json.tree(value);
            add(field + "." + key, tree.isTextual() ? tree.textValue() : Json.write(tree), from(field + "." + key));
        });
    }
}
