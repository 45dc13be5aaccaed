package io.jenkins.plugins.iac.jenkins.queue;

import hudson.ExtensionPoint;
import hudson.model.Node;

/** Knows which agents are pods. There is one where the Kubernetes plugin is installed; without one no agent is a pod. */
public interface PodAgents extends ExtensionPoint {
    /**
     * Name of the cloud in which an agent is a pod, or null where it is none. Called under the lock of Jenkins' queue:
     * returns at once and does no I/O.
     */
    String cloudOf(Node agent);
}
