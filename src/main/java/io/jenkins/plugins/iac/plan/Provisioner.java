package io.jenkins.plugins.iac.plan;

/**
 * A provisioner in the configuration: code that an apply executes on its machine or on a new one.
 *
 * @param address the resource it belongs to, with its module
 * @param type for example {@code local-exec}
 */
public record Provisioner(String address, String type) {}
