package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** What an editor makes of the schema: another implementation of JSON Schema, over the same documents as {@code lint}. */
public class SchemaValidationTest {
    private static final JsonNode TEXT = CatalogSchema.json();
    // Its words are looked for below, and it speaks the language of the machine.
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                    TEXT,
                    SchemaValidatorsConfig.builder()
                            .locale(Locale.ENGLISH)
                            .pathType(PathType.LEGACY)
                            .build());

    private static Set<String> wrong(Path file) throws Exception {
        JsonNode document = Json.tree(Fragment.read(Files.readString(file), file.toString()));
        return SCHEMA.validate(document).stream()
                .map(ValidationMessage::getMessage)
                .collect(Collectors.toSet());
    }

    @Test
    public void schema_isOne() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(java.net.URI.create("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(Set.of(), meta.validate(TEXT));
    }

    @Test
    public void catalogsWithoutErrors_areValid() throws Exception {
        List<Path> files = new ArrayList<>(Fixtures.all("valid"));
        files.addAll(Fixtures.all("warnings"));
        files.add(Path.of("examples", "northstar", "iac.yaml"));
        for (Path file : files) {
            assertEquals(file.toString(), Set.of(), wrong(file));
        }
    }

    /** What an editor can know without knowing the rest of the document, it says while one types. */
    @Test
    public void catalogsWithErrorsOfForm_areNotValid() throws Exception {
        Map<String, List<String>> rows = Map.of(
                "unknown-fields.yaml", List.of("userz", "enviroments", "lable", "colour"),
                "wrong-kinds.yaml", List.of("$.teams", "$.environments[0]", "protcted", "many", "aply", "$.stacks"),
                "missing-required.yaml", List.of("required property"),
                "names-grammar.yaml", List.of("pattern"));
        for (Map.Entry<String, List<String>> row : rows.entrySet()) {
            String all = String.join("\n", wrong(Fixtures.file("invalid/" + row.getKey())));
            for (String part : row.getValue()) {
                boolean said = all.contains(part)
                        || part.equals("many") && all.contains("maxConcurrent")
                        || part.equals("protcted") && all.contains("trust")
                        || part.equals("aply") && all.contains("operations");
                assertTrue(row.getKey() + ": " + part + " in\n" + all, said);
            }
        }
    }

    /** Editors show the description and offer the names and words; validators of other languages know fewer patterns. */
    @Test
    public void everyField_isDescribed_andEveryPatternPortable() {
        TEXT.get("$defs").forEach(shape -> {
            assertFalse(shape.path("description").asText().isEmpty());
            shape.path("properties")
                    .properties()
                    .forEach(field -> assertFalse(
                            field.getKey(),
                            field.getValue().path("description").asText().isEmpty()));
        });
        for (JsonNode pattern : TEXT.findValues("pattern")) {
            assertFalse(pattern.asText(), pattern.asText().matches(".*(\\\\[pPQEAZzGh]|\\(\\?[^:=!]|[*+?}]\\+).*"));
        }
    }
}
