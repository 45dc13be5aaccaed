/** What a run is allowed to do: written before it starts, signed by the controller, checked before anything executes. */
package io.jenkins.plugins.iac.contract;
