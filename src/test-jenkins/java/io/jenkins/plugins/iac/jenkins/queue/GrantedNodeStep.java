package io.jenkins.plugins.iac.jenkins.queue;

import hudson.Extension;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.ExecutorStep;
import org.kohsuke.stapler.DataBoundConstructor;

/** What the real step does after its admission: writes the grant on its flow node and asks for an agent. */
public class GrantedNodeStep extends Step {
    private final String pool;
    private final String label;

    @DataBoundConstructor
    public GrantedNodeStep(String pool, String label) {
        this.pool = pool;
        this.label = label;
    }

    public String getPool() {
        return pool;
    }

    public String getLabel() {
        return label;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        context.get(FlowNode.class).addAction(new PoolGrant(pool, "prod/db", "plan", "20261121-103012-4f2a9c01"));
        return new ExecutorStep(label).start(context);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "grantedNode";
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(FlowNode.class, TaskListener.class);
        }
    }
}
