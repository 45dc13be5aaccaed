/** Waiting for people: the approval step, votes of the page and of Pipeline's {@code input}. */
package io.jenkins.plugins.iac.jenkins.approval;
