package io.jenkins.plugins.iac.model;

import java.util.Map;

/** A versioned, owned set of variables that stacks attach by name. */
public record Context(String name, int version, String owner, Map<String, Object> variables) {
    public Context {
        variables = Values.map(variables);
    }
}
