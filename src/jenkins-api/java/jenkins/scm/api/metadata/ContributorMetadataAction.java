package jenkins.scm.api.metadata;

import hudson.model.InvisibleAction;
import java.io.Serializable;

/** The signature of {@code ContributorMetadataAction}, as far as the plugin links to it; its bodies never run. */
public class ContributorMetadataAction extends InvisibleAction implements Serializable {
    private ContributorMetadataAction() {}

    public String getContributor() {
        throw new UnsupportedOperationException();
    }
}
