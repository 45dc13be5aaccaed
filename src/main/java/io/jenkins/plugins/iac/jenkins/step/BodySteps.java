package io.jenkins.plugins.iac.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import io.jenkins.plugins.iac.jenkins.config.IacGlobalConfiguration;
import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.model.Pool;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.StepListener;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * On an agent of a pool with {@code bodySteps: own} only steps of this plugin run, and those of Pipeline that touch neither
 * agent nor credentials: what a script could leave behind there would be there when the next run comes.
 *
 * <p>Pipeline swallows what a listener throws and goes on, so that anything that goes wrong here ends in a refusal. A step
 * that continues after a restart was judged when it began.
 */
@Extension
public class BodySteps implements StepListener {
    private static final Logger LOGGER = Logger.getLogger(BodySteps.class.getName());

    /** Steps that run on the controller alone and hand nothing out. */
    private static final Set<String> HARMLESS =
            Set.of("echo", "error", "script", "stage", "timeout", "catchError", "warnError", "unstable", "retry");

    @Override
    public void notifyOfNewStep(Step step, StepContext context) {
        String refusal;
        try {
            refusal = refusal(step, context);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "cannot tell on which agent a step is to run; it is refused", e);
            refusal = "refused: it cannot be told on which agent this step is to run";
        }
        if (refusal != null) {
            context.onFailure(new AbortException(refusal));
        }
    }

    private static String refusal(Step step, StepContext context) throws Exception {
        if (isOurs(step) || HARMLESS.contains(step.getDescriptor().getFunctionName())) {
            return null;
        }
        FlowNode node = context.get(FlowNode.class);
        if (node == null) {
            return null;
        }
        for (BlockStartNode block : node.getEnclosingBlocks()) {
            PoolGrant grant = PoolGrant.on(block);
            if (grant != null) {
                // The innermost: that is the agent on which the step would run.
                return !isGuarded(grant.pool())
                        ? null
                        : step.getDescriptor().getFunctionName() + " is refused: inside iacAgent of the pool "
                                + grant.pool() + " (bodySteps: own) only steps of iac-runners run, and "
                                + HARMLESS.stream().sorted().toList()
                                + "; move it out of the block";
            }
        }
        return null;
    }

    private static boolean isOurs(Step step) {
        Class<?> type = step.getClass();
        return type.getClassLoader() == BodySteps.class.getClassLoader()
                && type.getPackageName().startsWith("io.jenkins.plugins.iac.jenkins.");
    }

    /** A pool that is not in today's catalog counts as guarded. */
    private static boolean isGuarded(String pool) {
        var result = IacGlobalConfiguration.get().current().result();
        Optional<Pool> found = result.isOk() ? result.catalog().pool(pool) : Optional.empty();
        return found.map(Pool::bodyStepsOwn).orElse(true);
    }
}
