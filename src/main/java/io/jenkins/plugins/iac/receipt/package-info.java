/** What an agent says of itself, taken by our own code on the agent, and the verdict of its pool. */
package io.jenkins.plugins.iac.receipt;
