package jenkins.scm.api.mixin;

import jenkins.scm.api.SCMHead;

/** The signature of {@code ChangeRequestSCMHead}, as far as the plugin links to it; its bodies never run. */
public interface ChangeRequestSCMHead {
    String getId();

    SCMHead getTarget();
}
