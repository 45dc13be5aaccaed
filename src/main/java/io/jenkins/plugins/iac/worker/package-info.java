/**
 * The part of a run that executes where the tool runs: checks the signed contract, checks out, measures, drives the tool,
 * says what it measured. It judges nothing that the controller can judge.
 */
package io.jenkins.plugins.iac.worker;
