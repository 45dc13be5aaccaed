package io.jenkins.plugins.iac.jenkins.credentials;

import hudson.AbortException;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.scm.Strangers;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.StepListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Fourth layer: a step that hands out credentials is refused at once in a build of code of strangers, with a sentence that
 * says why; its body never runs. Without it the step would fail a little later for want of a credential.
 *
 * <p>Pipeline swallows what a listener throws and goes on, so that anything that goes wrong here ends in a refusal. Steps
 * that continue after a restart and jobs that are no Pipelines never come here; the other layers know no difference.
 */
@Extension
public class CredentialStepVeto implements StepListener {
    private static final Logger LOGGER = Logger.getLogger(CredentialStepVeto.class.getName());

    /** Function names of steps whose purpose is to hand out credentials. */
    private static final Set<String> STEPS = Set.of(
            "withCredentials",
            "sshagent",
            "withAWS",
            "withAzure",
            "azureCLI",
            "withVault",
            "withDockerRegistry",
            "withDockerServer",
            "withKubeConfig",
            "withKubeCredentials",
            "kubeconfig",
            "openshift.withCredentials",
            "gitUsernamePassword",
            "gitSshPrivateKey",
            "googleServiceAccountPrivateKey",
            "sshCommand",
            "sshScript",
            "sshGet",
            "sshPut",
            "sshRemove",
            "httpRequest",
            "iacCredentials");

    @Override
    public void notifyOfNewStep(Step step, StepContext context) {
        String refusal;
        try {
            refusal = refusal(step.getDescriptor().getFunctionName(), context);
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "cannot tell whose code asks for a step; it is refused", e);
            refusal = "refused: it cannot be told whose code asks for this step";
        }
        if (refusal != null) {
            context.onFailure(new AbortException(refusal));
        }
    }

    private static String refusal(String step, StepContext context) throws Exception {
        if (!STEPS.contains(step)) {
            return null;
        }
        Run<?, ?> run = context.get(Run.class);
        if (run == null) {
            return step + " is refused: it cannot be told whose code asks for it";
        }
        Optional<String> stranger = Strangers.behind(run);
        if (stranger.isEmpty()) {
            return null;
        }
        WithheldCredentials.refused(run, step);
        return step + " is refused: credentials are withheld from code that may come from a stranger (" + stranger.get()
                + "); have the change merged first";
    }
}
