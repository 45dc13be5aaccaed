package io.jenkins.plugins.iac.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A cloud role that a run may assume with a token of ours. There is no field for a static key.
 *
 * @param operations operations for which a token may be issued
 * @param cloud {@code aws}, {@code azure}, {@code google}, {@code vault}, {@code kubernetes} or {@code generic}
 * @param role what the cloud calls it: role ARN, client id, service account, role name
 * @param audience {@code aud} of the token
 * @param lifetime how long a token lives
 * @param parameters what else the cloud's client needs to know ({@code tenant}, {@code subscription}, {@code provider},
 *     {@code address}); never a secret
 */
public record Identity(
        String name,
        String environment,
        List<Operation> operations,
        String cloud,
        String role,
        String audience,
        Duration lifetime,
        Map<String, String> parameters) {
    public static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(15);

    public Identity {
        operations = Values.list(operations);
        parameters = Values.map(parameters);
        lifetime = lifetime == null ? DEFAULT_LIFETIME : lifetime;
    }
}
