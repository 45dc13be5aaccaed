package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Node;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.iac.model.Operation;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code iacAgent(stack, operation) { }}: an agent of the pool that the catalog assigns, and of no other. */
public final class IacAgentStep extends Step {
    private final String stack;
    private final String operation;
    private String ticket;

    @DataBoundConstructor
    public IacAgentStep(String stack, String operation) {
        this.stack = stack;
        this.operation = operation;
    }

    public String getStack() {
        return stack;
    }

    public String getOperation() {
        return operation;
    }

    public String getTicket() {
        return ticket;
    }

    /** The ticket of the change, where the block begins a run: policies and external checks see it. */
    @DataBoundSetter
    public void setTicket(String ticket) {
        this.ticket = Util.fixEmptyAndTrim(ticket);
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        Operation wanted = Operation.of(String.valueOf(operation)).orElse(null);
        if (stack == null || wanted == null) {
            throw new AbortException("iacAgent: expected a stack and one of the operations " + Operation.ids()
                    + ", found stack '" + stack + "' and operation '" + operation + "'");
        }
        Tickets.require("iacAgent", ticket);
        return AgentAllocation.start(context, stack, wanted, ticket);
    }

    /** See {@link IacAgentStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacAgent";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacAgentStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(Executor.class, Computer.class, FilePath.class, EnvVars.class, Node.class, Launcher.class);
        }

        /** Also asked for the block itself, which has no arguments. */
        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object stack = arguments.get("stack");
            Object operation = arguments.get("operation");
            return stack == null || operation == null ? null : operation + " of " + stack;
        }

        /** Says what is wrong with a ticket while it is typed. */
        @POST
        public FormValidation doCheckTicket(@QueryParameter String value) {
            return Tickets.check(value);
        }

        public ListBoxModel doFillOperationItems() {
            ListBoxModel items = new ListBoxModel();
            for (String operation : new String[] {"plan", "apply", "destroy", "import", "drift", "validate"}) {
                items.add(operation, operation);
            }
            return items;
        }
    }
}
