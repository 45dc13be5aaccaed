package io.jenkins.plugins.iac.policy;

import java.util.List;

/**
 * The result of compiling a condition.
 *
 * @param expression the condition, or null where there are issues
 * @param issues everything that is wrong with it, in the order of the text; empty where it compiles
 */
public record Compilation(Expression expression, List<Issue> issues) {
    public Compilation {
        issues = List.copyOf(issues);
    }

    public boolean isOk() {
        return expression != null;
    }
}
