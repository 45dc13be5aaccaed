/** Which approvals a plan needs, whose votes count, and when there are enough. */
package io.jenkins.plugins.iac.approval;
