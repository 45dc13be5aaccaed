package org.jenkinsci.plugins.workflow.support.steps;

import hudson.security.ACL;
import hudson.security.AccessControlled;
import java.io.IOException;
import java.io.Serializable;
import org.jenkinsci.plugins.durabletask.executors.ContinuedTask;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.AbstractStepExecutionImpl;

/** The signature of {@code ExecutorStepExecution}, as far as the plugin links to it; its bodies never run. */
public class ExecutorStepExecution extends AbstractStepExecutionImpl {
    private ExecutorStepExecution() {}

    public boolean start() throws Exception {
        throw new UnsupportedOperationException();
    }

    public static final class PlaceholderTask implements ContinuedTask, Serializable, AccessControlled {
        private PlaceholderTask() {}

        public ACL getACL() {
            throw new UnsupportedOperationException();
        }

        public String getDisplayName() {
            throw new UnsupportedOperationException();
        }

        public FlowNode getNode() throws IOException, InterruptedException {
            throw new UnsupportedOperationException();
        }

        public boolean isContinued() {
            throw new UnsupportedOperationException();
        }
    }
}
