package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.iac.model.Operation;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code iacCredentials(operation) { }}: the identity of a granted run, for other tools, while the block lasts. */
public final class IacCredentialsStep extends StackStep {
    private final String operation;

    @DataBoundConstructor
    public IacCredentialsStep(String operation) {
        this.operation = operation;
    }

    public String getOperation() {
        return operation;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        Operation wanted = Operation.of(String.valueOf(operation)).orElse(null);
        if (wanted == null || wanted.isStatic()) {
            throw new AbortException(
                    "iacCredentials: expected an operation that has an identity, found '" + operation + "'");
        }
        return new CredentialsExecution(context, getStack(), wanted);
    }

    /** See {@link IacCredentialsStep}. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "iacCredentials";
        }

        @Override
        public String getDisplayName() {
            return Messages.IacCredentialsStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class, FilePath.class, Computer.class);
        }

        /** Also asked for the block itself, which has no arguments. */
        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object operation = arguments.get("operation");
            return operation == null ? null : operation.toString();
        }

        public ListBoxModel doFillOperationItems() {
            ListBoxModel items = new ListBoxModel();
            for (String operation : new String[] {"plan", "drift", "apply", "destroy"}) {
                items.add(operation, operation);
            }
            return items;
        }
    }
}
