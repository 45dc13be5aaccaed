/**
 * The saved plan: read its zip, stream its JSON, sum it up, find what it destroys, redact it, bind it by a digest. Nothing
 * here runs a tool or knows a host.
 */
package io.jenkins.plugins.iac.plan;
