package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code iacRun(stack)}: plan on an agent of the pool, approval on none, apply on an agent of the pool. */
public final class IacRunStep extends WholeWayStep {
    @DataBoundConstructor
    public IacRunStep(String stack) {
        super(stack);
    }

    @Override
    String script(String stack, String timeout, String ticket) {
        return RunScripts.run(stack, timeout, ticket);
    }

    /** See {@link IacRunStep}. */
    @Extension
    public static final class DescriptorImpl extends WholeWayDescriptor {
        public DescriptorImpl() {
            super("iacRun");
        }

        @Override
        public String getDisplayName() {
            return Messages.IacRunStep_displayName();
        }
    }
}
