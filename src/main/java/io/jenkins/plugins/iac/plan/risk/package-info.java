/** What a reviewer of a plan must not overlook, by a table of resource types that installations can extend. */
package io.jenkins.plugins.iac.plan.risk;
