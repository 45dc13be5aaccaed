package io.jenkins.plugins.iac.jenkins.step;

import groovy.lang.Script;
import io.jenkins.plugins.iac.jenkins.approval.Wait;
import io.jenkins.plugins.iac.model.StackId;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.cps.CpsStepContext;
import org.jenkinsci.plugins.workflow.cps.CpsThread;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * {@code iacRun} is the three steps as a script of ours that Pipeline runs, as it does what {@code load} reads. So there
 * is one way a run goes, the steps inside survive a restart as they always do, and the script is in the sandbox of the
 * pipeline around it: it may do nothing that the pipeline may not.
 */
final class RunExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final String stack;
    private final String timeout;
    private BodyExecution body;

    /**
     * @param stack a valid id of a stack
     * @param timeout a valid time, or null
     */
    RunExecution(StepContext context, String stack, String timeout) {
        super(context);
        this.stack = stack;
        this.timeout = timeout;
    }

    /** The grammars of both leave nothing that could end a Groovy literal. */
    static String script(String stack, String timeout) {
        String id = new StackId(stack).value();
        String wait = Wait.parse(timeout) == null ? "" : ", timeout: '" + timeout.strip() + "'";
        return """
                def result = null
                iacAgent(stack: 'STACK', operation: 'plan') { result = iacPlan(stack: 'STACK') }
                if (result.state != 'no_changes' && result.state != 'plan_only') {
                    iacApproval(stack: 'STACK'WAIT)
                    iacAgent(stack: 'STACK', operation: 'apply') { result = iacApply(stack: 'STACK') }
                }
                return result
                """
                .replace("WAIT", wait)
                .replace("STACK", id);
    }

    @Override
    public boolean start() throws IOException {
        CpsThread thread = CpsThread.current();
        Script script = thread.getExecution().getShell().parse(script(stack, timeout));
        CpsStepContext context = (CpsStepContext) getContext();
        body = context.newBodyInvoker(thread.getGroup().export(script), true)
                .withDisplayName(stack)
                .withCallback(BodyExecutionCallback.wrap(context))
                .start();
        return false;
    }

    /** Pipeline goes on with the script by itself. */
    @Override
    public void onResume() {}

    @Override
    public void stop(Throwable cause) {
        if (body == null || !body.cancel(cause)) {
            getContext().onFailure(cause);
        }
    }
}
