package io.jenkins.plugins.iac.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The same document with the members of every object in another order. */
final class Shuffle {
    private Shuffle() {}

    static JsonNode members(JsonNode node) {
        return members(node, new Random(7));
    }

    private static JsonNode members(JsonNode node, Random random) {
        if (node.isObject()) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode shuffled = Json.object();
            names.forEach(name -> shuffled.set(name, members(node.get(name), random)));
            return shuffled;
        }
        if (node.isArray()) {
            ArrayNode copy = Json.array();
            node.forEach(element -> copy.add(members(element, random)));
            return copy;
        }
        return node;
    }
}
