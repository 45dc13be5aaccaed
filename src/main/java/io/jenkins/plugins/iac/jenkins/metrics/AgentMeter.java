package io.jenkins.plugins.iac.jenkins.metrics;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import hudson.slaves.ComputerListener;
import io.jenkins.plugins.iac.jenkins.queue.AgentGiven;
import io.jenkins.plugins.iac.jenkins.queue.PoolDispatcher;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.queue.Waited;
import java.util.Optional;
import jenkins.model.NodeListener;

/** Tells {@link AgentTimes} what Jenkins says of agents. */
@Extension
public class AgentMeter implements AgentGiven {
    private static MetricsPage page() {
        return ExtensionList.lookupSingleton(MetricsPage.class);
    }

    @Override
    public void given(PoolGrant grant, Waited waited) {
        page().agents().given(grant, waited, page().lastNames());
    }

    /** Agents that are made. */
    @Extension
    public static final class Made extends NodeListener {
        @Override
        protected void onCreated(Node node) {
            page().agents().made(node.getNodeName(), System.nanoTime());
        }

        @Override
        protected void onDeleted(Node node) {
            page().agents().gone(node.getNodeName());
        }
    }

    /** Agents that are there. */
    @Extension
    public static final class Started extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            Node node = computer.getNode();
            Optional<String> pool = node == null ? Optional.empty() : PoolDispatcher.poolOf(node);
            page().agents().online(computer.getName(), pool, System.nanoTime(), page().names());
        }
    }
}
