package org.jenkinsci.plugins.workflow.actions;

import java.util.Map;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The signature of {@code ArgumentsAction}, as far as the plugin links to it; its bodies never run. */
@SuppressWarnings({"rawtypes", "unchecked"})
public abstract class ArgumentsAction implements PersistentAction {
    public ArgumentsAction() {}

    public static Map<String, Object> getArguments(FlowNode n) {
        throw new UnsupportedOperationException();
    }
}
