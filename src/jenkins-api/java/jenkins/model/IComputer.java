package jenkins.model;

import hudson.security.AccessControlled;

/** The signature of {@code IComputer}, as far as the plugin links to it; its bodies never run. */
public interface IComputer extends AccessControlled {}
