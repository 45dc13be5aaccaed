package jenkins.scm.api.mixin;

/** The signature of {@code TagSCMHead}, as far as the plugin links to it; its bodies never run. */
public interface TagSCMHead {}
