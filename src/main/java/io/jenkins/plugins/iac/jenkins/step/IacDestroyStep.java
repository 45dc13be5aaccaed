package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code iacDestroy(stack)}: the plan of a destruction on an agent of the pool, approval on none, the destruction on an agent
 * of the pool. Everything under the operation {@code destroy}, with its admission, its identity and its constraints.
 */
public final class IacDestroyStep extends WholeWayStep {
    @DataBoundConstructor
    public IacDestroyStep(String stack) {
        super(stack);
    }

    @Override
    String script(String stack, String timeout, String ticket) {
        return RunScripts.destroy(stack, timeout, ticket);
    }

    /** See {@link IacDestroyStep}. */
    @Extension
    public static final class DescriptorImpl extends WholeWayDescriptor {
        public DescriptorImpl() {
            super("iacDestroy");
        }

        @Override
        public String getDisplayName() {
            return Messages.IacDestroyStep_displayName();
        }
    }
}
