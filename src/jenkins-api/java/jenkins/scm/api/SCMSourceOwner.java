package jenkins.scm.api;

import hudson.model.Item;

/** The signature of {@code SCMSourceOwner}, as far as the plugin links to it; its bodies never run. */
public interface SCMSourceOwner extends Item {}
