package com.cloudbees.plugins.credentials.domains;

import hudson.ExtensionPoint;
import java.io.Serializable;

/** The signature of {@code DomainRequirement}, as far as the plugin links to it; its bodies never run. */
public class DomainRequirement implements ExtensionPoint, Serializable {
    public DomainRequirement() {}
}
