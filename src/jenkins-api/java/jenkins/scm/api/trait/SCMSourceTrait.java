package jenkins.scm.api.trait;

/** The signature of {@code SCMSourceTrait}, as far as the plugin links to it; its bodies never run. */
public abstract class SCMSourceTrait extends SCMTrait<SCMSourceTrait> {
    private SCMSourceTrait() {}
}
