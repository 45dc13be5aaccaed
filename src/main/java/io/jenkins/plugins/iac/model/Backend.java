package io.jenkins.plugins.iac.model;

import java.util.Map;

/**
 * Where a stack's state is.
 *
 * @param type backend type, for example {@code s3} or {@code local}
 * @param config its configuration without secrets; what stands here is what the saved plan must say
 */
public record Backend(String type, Map<String, Object> config) {
    public Backend {
        config = Values.map(config);
    }
}
