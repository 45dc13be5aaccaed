package io.jenkins.plugins.iac.jenkins.step;

import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.iac.model.StackId;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What descriptors of steps that name a stack have in common. */
public abstract class StackStepDescriptor extends StepDescriptor {
    private final String function;
    private final boolean onAgent;

    /**
     * @param function name of the step in a script
     * @param onAgent whether the step stands on an agent
     */
    StackStepDescriptor(String function, boolean onAgent) {
        this.function = function;
        this.onAgent = onAgent;
    }

    @Override
    public final String getFunctionName() {
        return function;
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return onAgent
                ? Set.of(Run.class, TaskListener.class, FlowNode.class, FilePath.class, Computer.class)
                : Set.of(Run.class, TaskListener.class, FlowNode.class);
    }

    @Override
    public final String argumentsToString(Map<String, Object> arguments) {
        Object stack = arguments.get("stack");
        return stack == null ? null : stack.toString();
    }

    /** Says what is wrong with a ticket while it is typed; asked of the steps that have the field. */
    @POST
    public FormValidation doCheckTicket(@QueryParameter String value) {
        return Tickets.check(value);
    }

    /** Says what is wrong with a name while it is typed; whether there is such a stack is not for everybody to know. */
    @POST
    public FormValidation doCheckStack(@QueryParameter String value) {
        return value == null || value.isBlank() || StackId.isValid(value.strip())
                ? FormValidation.ok()
                : FormValidation.error("expected " + StackId.EXPECTED);
    }
}
