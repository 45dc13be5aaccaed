package io.jenkins.plugins.iac.jenkins.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.DescriptorVisibilityFilter;
import hudson.model.Executor;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.iac.jenkins.scm.BuildSources;
import io.jenkins.plugins.iac.jenkins.scm.Strangers;

/**
 * Second layer: for a job that builds code of strangers no provider of credentials exists, whoever asks, the system
 * included. Whatever looks a credential up for the job or its builds then finds none. The indexing of the project and its
 * Jenkinsfile are asked for elsewhere and go on. The same holds on the executor of a build that such a job set off.
 *
 * <p>Not covered: code on the controller that looks up credentials of {@code Jenkins} itself instead of the job. Jenkins
 * takes an exception from here as hidden.
 */
@Extension
public class HiddenProviders extends DescriptorVisibilityFilter {
    @Override
    @SuppressWarnings("rawtypes")
    public boolean filter(Object context, Descriptor descriptor) {
        if (!(descriptor instanceof CredentialsProvider) || descriptor instanceof ForkCheckoutProvider) {
            return true;
        }
        Item job = context instanceof Run<?, ?> run ? run.getParent() : context instanceof Item item ? item : null;
        return (job == null || !BuildSources.isUntrusted(job)) && !isStrangerAtWork();
    }

    /**
     * A job of another kind that a stranger's build set off works on its executor's own thread, and so do its lookups. What
     * is looked up there is for it, whatever the lookup names.
     */
    private static boolean isStrangerAtWork() {
        Executor executor = Executor.currentExecutor();
        return executor != null
                && executor.getCurrentExecutable() instanceof Run<?, ?> build
                && Strangers.behind(build).isPresent();
    }
}
