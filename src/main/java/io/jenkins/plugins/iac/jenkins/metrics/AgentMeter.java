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
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.NodeListener;

/** Measures what no journal tells: how long runs wait for agents, and how long agents take to start. */
@Extension
public class AgentMeter implements AgentGiven {
    private static final int MOST_STARTING = 10_000;
    private static final Map<String, Long> MADE = new ConcurrentHashMap<>();

    @Override
    public void given(PoolGrant grant, Duration waited) {
        observe(Metric.QUEUE_SECONDS, grant.pool(), waited.toMillis());
    }

    private static void observe(Metric metric, String pool, long millis) {
        MetricsPage page = ExtensionList.lookupSingleton(MetricsPage.class);
        page.meters().observe(metric, Labels.of("pool", page.pool(pool)), millis / 1000.0);
    }

    /** Agents that are made, as clouds make them; those that were there before are not measured. */
    @Extension
    public static final class Made extends NodeListener {
        @Override
        protected void onCreated(Node node) {
            if (MADE.size() < MOST_STARTING) {
                MADE.put(node.getNodeName(), System.nanoTime());
            }
        }

        @Override
        protected void onDeleted(Node node) {
            MADE.remove(node.getNodeName());
        }
    }

    /** The first time that an agent is there. */
    @Extension
    public static final class Started extends ComputerListener {
        @Override
        public void onOnline(Computer computer, TaskListener listener) {
            Long made = MADE.remove(computer.getName());
            Node node = computer.getNode();
            if (made != null && node != null) {
                long millis = (System.nanoTime() - made) / 1_000_000;
                PoolDispatcher.poolOf(node).ifPresent(pool -> observe(Metric.AGENT_START_SECONDS, pool, millis));
            }
        }
    }
}
