package io.jenkins.plugins.iac.jenkins.step;

import groovy.lang.Script;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.cps.CpsStepContext;
import org.jenkinsci.plugins.workflow.cps.CpsThread;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * {@code iacRun} and its like are the single steps as a script of ours that Pipeline runs, as it does what {@code load} reads. So there
 * is one way a run goes, the steps inside survive a restart as they always do, and the script is in the sandbox of the
 * pipeline around it: it may do nothing that the pipeline may not.
 */
final class RunExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final String title;
    private final String script;
    private BodyExecution body;

    /**
     * @param title what the block is called
     * @param script one of {@link RunScripts}
     */
    RunExecution(StepContext context, String title, String script) {
        super(context);
        this.title = title;
        this.script = script;
    }

    @Override
    public boolean start() throws IOException {
        CpsThread thread = CpsThread.current();
        Script parsed = thread.getExecution().getShell().parse(script);
        CpsStepContext context = (CpsStepContext) getContext();
        body = context.newBodyInvoker(thread.getGroup().export(parsed), true)
                .withDisplayName(title)
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
