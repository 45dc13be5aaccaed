/** The one process runner: arguments only, never a shell; a clean environment; limits; the whole tree killed at the end. */
package io.jenkins.plugins.iac.process;
