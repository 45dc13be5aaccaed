/**
 * Manifests that an administrator applies to a cluster so that a pool's pods are what the pool says. For the command line:
 * it uses the fabric8 model, which is no part of the plugin's archive.
 */
package io.jenkins.plugins.iac.render;
