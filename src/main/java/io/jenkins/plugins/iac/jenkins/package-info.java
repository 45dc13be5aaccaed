/** The Jenkins host. It asks the engine and carries out what the engine says; it decides nothing itself. */
package io.jenkins.plugins.iac.jenkins;
