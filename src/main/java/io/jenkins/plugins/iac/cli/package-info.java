/** Host one: the engine on one machine. Commands parse, call and print; they decide nothing. */
package io.jenkins.plugins.iac.cli;
