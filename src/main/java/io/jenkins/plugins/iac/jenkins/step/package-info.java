/** The Pipeline steps. They carry out what the engine decides, survive restarts, and decide nothing. */
package io.jenkins.plugins.iac.jenkins.step;
