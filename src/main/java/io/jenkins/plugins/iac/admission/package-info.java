/**
 * May this run start, on which pool, with which identity: every decision is a value with its reasons. What is not known is
 * refused, except the signature of a commit before our own checkout, which defers the decision.
 */
package io.jenkins.plugins.iac.admission;
