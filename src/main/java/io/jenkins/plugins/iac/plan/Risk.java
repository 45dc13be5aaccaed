package io.jenkins.plugins.iac.plan;

/**
 * Something in a plan that a reviewer must not overlook.
 *
 * @param cls its class, for example {@code replace-stateful}; see {@code RiskTable}
 * @param address the object
 * @param reason a sentence of an operator, never with a sensitive value in it
 */
public record Risk(String cls, String address, String reason) {}
