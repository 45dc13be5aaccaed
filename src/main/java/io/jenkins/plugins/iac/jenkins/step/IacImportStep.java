package io.jenkins.plugins.iac.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code iacImport(stack)}: a plan that only takes existing objects into the state, as import blocks of the code say, on an
 * agent of the pool, approval on none, the import on an agent of the pool. Everything under the operation {@code import}.
 */
public final class IacImportStep extends WholeWayStep {
    @DataBoundConstructor
    public IacImportStep(String stack) {
        super(stack);
    }

    @Override
    String script(String stack, String timeout, String ticket) {
        return RunScripts.imports(stack, timeout, ticket);
    }

    /** See {@link IacImportStep}. */
    @Extension
    public static final class DescriptorImpl extends WholeWayDescriptor {
        public DescriptorImpl() {
            super("iacImport");
        }

        @Override
        public String getDisplayName() {
            return Messages.IacImportStep_displayName();
        }
    }
}
