/**
 * Agents that are pods, where the Kubernetes plugin is installed: what the cluster would start is judged before it is
 * started. The decision is the engine's.
 */
package io.jenkins.plugins.iac.jenkins.kubernetes;
