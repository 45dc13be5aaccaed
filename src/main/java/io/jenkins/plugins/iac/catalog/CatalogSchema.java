package io.jenkins.plugins.iac.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The catalog's JSON Schema, draft 2020-12, made from the same table that the validator reads, so that an editor completes
 * and checks what lint accepts. What crosses fields (references, inheritance, cycles, conditions) only lint can check.
 */
public final class CatalogSchema {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final String ID = "https://plugins.jenkins.io/iac-runners/catalog/v1";
    private static final String SPAN = "^(?=.)([0-9]{1,5}d)?([0-9]{1,5}h)?([0-9]{1,5}m)?([0-9]{1,6}s)?$";
    private static final String CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private CatalogSchema() {}

    /** The schema. A Configuration as Code file that holds the catalog under {@code unclassified: iac:} is valid too. */
    public static JsonNode json() {
        CatalogSchema made = new CatalogSchema();
        JsonNode catalog = made.record(Shapes.CATALOG);
        ObjectNode schema = Json.object();
        schema.put("$schema", DIALECT);
        schema.put("$id", ID);
        schema.put("title", "IaC Runners catalog");
        ObjectNode wrapped = Json.object().put("type", "object");
        ObjectNode unclassified = wrapped.putObject("properties").putObject("unclassified");
        unclassified.put("type", "object");
        unclassified.putObject("properties").set("iac", catalog);
        unclassified.putArray("required").add("iac");
        wrapped.putArray("required").add("unclassified");
        schema.set("if", Json.object().set("required", Json.array().add("unclassified")));
        schema.set("then", wrapped);
        schema.set("else", catalog);
        ObjectNode definitions = schema.putObject("$defs");
        made.definitions.forEach(definitions::set);
        return schema;
    }

    private ObjectNode record(Shape shape) {
        if (!definitions.containsKey(shape.name())) {
            ObjectNode node = Json.object();
            definitions.put(shape.name(), node);
            node.put("type", "object");
            node.put("description", shape.doc());
            node.put("additionalProperties", false);
            ObjectNode properties = node.putObject("properties");
            ArrayNode required = Json.array();
            for (Shape.Field field : shape.fields().values()) {
                ObjectNode property = type(field.type());
                property.put("description", field.doc());
                properties.set(field.name(), property);
                if (field.required()) {
                    required.add(field.name());
                }
            }
            if (!required.isEmpty()) {
                node.set("required", required);
            }
        }
        return Json.object().put("$ref", "#/$defs/" + shape.name());
    }

    private ObjectNode type(Type type) {
        ObjectNode node = Json.object();
        if (type instanceof Type.Text text) {
            node.put("type", "string")
                    .put("pattern", "^(?:" + portable(text.grammar().regex()) + ")$");
            if (text.grammar().forbidsDots()) {
                node.set("not", Json.object().put("pattern", "\\.\\."));
            }
        } else if (type instanceof Type.Choice choice) {
            node.set("enum", words(choice.words()));
        } else if (type instanceof Type.Flag) {
            node.put("type", "boolean");
        } else if (type instanceof Type.Whole whole) {
            node.put("type", "integer").put("minimum", whole.least()).put("maximum", whole.most());
        } else if (type instanceof Type.Span) {
            node.put("type", "string").put("pattern", SPAN);
        } else if (type instanceof Type.Moment) {
            node.put("type", "string").put("format", "date-time");
        } else if (type instanceof Type.Clock) {
            node.put("type", "string").put("pattern", CLOCK);
        } else if (type instanceof Type.Zone) {
            node.put("type", "string").put("minLength", 1);
        } else if (type instanceof Type.Condition) {
            node.set("type", Json.array().add("string").add("boolean"));
        } else if (type instanceof Type.ListOf list) {
            node.put("type", "array").set("items", type(list.item()));
            if (list.least() > 0) {
                node.put("minItems", list.least());
            }
            if (list.unique()) {
                node.put("uniqueItems", true);
            }
        } else if (type instanceof Type.MapOf map) {
            node.put("type", "object").set("additionalProperties", type(map.value()));
            ObjectNode names = node.putObject("propertyNames");
            if (map.words().isEmpty()) {
                names.put("pattern", "^(?:" + portable(map.key().regex()) + ")$");
            } else {
                names.set("enum", words(map.words()));
            }
        } else if (type instanceof Type.Record record) {
            return record(record.shape());
        }
        return node;
    }

    private static ArrayNode words(List<String> words) {
        ArrayNode array = Json.array();
        words.forEach(array::add);
        return array;
    }

    /**
     * A pattern that every validator reads: neither POSIX classes, which ECMA 262 has not, nor classes of Unicode, which some
     * do not know. Where the exact set cannot be said, more is let through than {@code lint} lets through.
     */
    private static String portable(String regex) {
        return regex.replace("[^\\p{Cntrl}]", "[^\\u0000-\\u001f\\u007f]")
                .replace("[\\p{L}\\p{N}\\p{P}\\p{S} ]", "[^\\u0000-\\u001f\\u007f-\\u00a0]")
                .replace("\\p{L}\\p{N}", "A-Za-z0-9\\u00a1-\\uffff");
    }
}
