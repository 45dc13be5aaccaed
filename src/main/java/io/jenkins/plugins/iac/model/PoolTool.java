package io.jenkins.plugins.iac.model;

/**
 * A tool as it is installed on the agents of a pool.
 *
 * @param name {@code terraform} or {@code opentofu}
 * @param version exact version that {@code version -json} must report
 * @param path absolute path on the agent
 * @param sha256 checksum of the binary, checked before each use
 */
public record PoolTool(String name, String version, String path, Sha256 sha256) {}
