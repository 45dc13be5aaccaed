/**
 * Whether a pod may be an agent of a pool: it must be the pool's in every respect that matters, or it is not started. Judged
 * over the pod as JSON, so that what a newer cluster knows and we do not is seen, and refused.
 */
package io.jenkins.plugins.iac.pod;
