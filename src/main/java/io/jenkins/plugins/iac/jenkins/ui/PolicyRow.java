package io.jenkins.plugins.iac.jenkins.ui;

/**
 * What a policy or an external check said, on the review page.
 *
 * @param override who overrode it and why, or empty
 */
public record PolicyRow(String name, String point, String level, boolean passed, String reason, String override) {}
