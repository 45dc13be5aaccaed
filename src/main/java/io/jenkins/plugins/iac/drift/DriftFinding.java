package io.jenkins.plugins.iac.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.List;

/**
 * One object that is not as it was left.
 *
 * @param address the resource
 * @param sentence what happened to it, for a person
 * @param cls what kind of drift it is
 * @param security whether it concerns access, whatever its class
 * @param attributes paths of what differs, without values
 * @param because why it is of this class
 * @param suppressedBy name of the suppression that covers it, or null
 */
public record DriftFinding(
        String address,
        String sentence,
        DriftClass cls,
        boolean security,
        List<String> attributes,
        String because,
        String suppressedBy) {
    public DriftFinding {
        attributes = List.copyOf(attributes);
    }

    /** Whether a person must look at it. */
    public boolean matters() {
        return suppressedBy == null && cls != DriftClass.PROVIDER_NOISE;
    }

    ObjectNode json() {
        ObjectNode json = Json.object()
                .put("address", address)
                .put("class", cls.id())
                .put("meaning", cls.meaning())
                .put("sentence", sentence)
                .put("security", security)
                .put("because", because)
                .put("suppressedBy", suppressedBy);
        json.set("attributes", Json.tree(attributes));
        return json;
    }
}
