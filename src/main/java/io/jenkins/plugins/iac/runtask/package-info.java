/** External checks: what is sent, where to, and what counts as an answer. */
package io.jenkins.plugins.iac.runtask;
