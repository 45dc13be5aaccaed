/** Conditions in CEL: typed facts, compilation with positions, evaluation in which what is unknown stays unknown. */
package io.jenkins.plugins.iac.policy;
