/** Driving {@code terraform} and {@code tofu}: verified binary, clean environment, arguments, progress, failures in words. */
package io.jenkins.plugins.iac.tool;
