package io.jenkins.plugins.iac.contract;

/**
 * The cloud identity that a contract grants.
 *
 * @param name name in the catalog
 * @param issuer issuer of the tokens
 * @param role role at the cloud
 * @param sessionName name under which the cloud logs the session
 */
public record ContractIdentity(String name, String issuer, String role, String sessionName) {}
