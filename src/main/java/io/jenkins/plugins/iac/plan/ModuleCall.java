package io.jenkins.plugins.iac.plan;

/**
 * A module that the configuration calls.
 *
 * @param path names of the calls from the root down, joined by dots: {@code network.subnets}
 * @param source where it comes from, as written
 * @param versionConstraint as written, empty where there is none
 */
public record ModuleCall(String path, String source, String versionConstraint) {}
