package io.jenkins.plugins.iac.jenkins.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.catalog.Catalog;
import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.catalog.DocumentField;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

public class FormValuesTest {
    private static Catalog sample() throws IOException {
        try (InputStream in = FormValuesTest.class.getResourceAsStream("/catalog/valid/full.yaml")) {
            return CatalogLoader.load(new String(in.readAllBytes(), StandardCharsets.UTF_8), "sample")
                    .orThrow();
        }
    }

    /** Every object of the sample is drawn as a form, submitted untouched, and comes back as it was. */
    @Test
    public void form_submittedUntouched_changesNothing() throws IOException {
        Map<String, Object> document = sample().toPlain();
        int forms = 0;
        for (DocumentField section : DocumentField.sections()) {
            for (Map<String, Object> object : CatalogEdit.objects(document, section)) {
                JsonNode submitted = Json.tree(drawn(section.fields(), object));
                assertEquals(Json.tree(object), Json.tree(FormValues.object(section.fields(), submitted)));
                forms++;
            }
        }
        assertTrue("forms were drawn", forms > 10);
    }

    /** What the browser sends of a form as it was drawn: texts, and lists of one as that one. */
    private static Map<String, Object> drawn(List<DocumentField> fields, Map<?, ?> object) {
        Map<String, Object> form = new LinkedHashMap<>();
        for (FieldView view : FieldView.of(fields, object, "", new FormContext(Map.of(), "/check/"))) {
            form.put(view.getName(), drawn(view));
        }
        return form;
    }

    private static Object drawn(FieldView view) {
        switch (view.getControl()) {
            case "object":
                return drawn(view.getFields());
            case "objects":
                List<Object> items = new ArrayList<>();
                view.getItems().forEach(item -> items.add(drawn(item)));
                return items.size() == 1 ? items.get(0) : items;
            case "checkboxes":
                List<Object> words = new ArrayList<>();
                view.getOptions().stream().filter(FieldView.Option::isSelected).forEach(o -> words.add(o.getValue()));
                return words.size() == 1 ? words.get(0) : words;
            case "select":
                return view.getOptions().stream()
                        .filter(FieldView.Option::isSelected)
                        .map(FieldView.Option::getValue)
                        .reduce("", (a, b) -> b);
            default:
                return view.getText();
        }
    }

    private static Map<String, Object> drawn(List<FieldView> views) {
        Map<String, Object> form = new LinkedHashMap<>();
        views.forEach(view -> form.put(view.getName(), drawn(view)));
        return form;
    }

    private static DocumentField field(String section, String name) {
        return CatalogEdit.section(section).orElseThrow().fields().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void value_emptyField_saysNothing() {
        assertNull(FormValues.value(field("pools", "images"), "  \n "));
        assertNull(FormValues.value(field("pools", "ephemeral"), ""));
        assertNull(FormValues.value(field("stacks", "variables"), ""));
    }

    /** A stack may take back what a scope gives it, which an empty field cannot say. */
    @Test
    public void value_brackets_sayThatAListIsEmpty() {
        assertEquals(List.of(), FormValues.value(field("stacks", "pools"), "[]"));
        assertEquals("[]", FormValues.text(field("stacks", "pools"), List.of()));
        assertEquals(Map.of(), FormValues.value(field("stacks", "variables"), "{}"));
        assertEquals("{}", FormValues.text(field("stacks", "variables"), Map.of()));
    }

    @Test
    public void value_variables_keepTheirTypes() {
        assertEquals(
                Map.of("count", 3L, "name", "3", "on", true, "list", List.of("a")),
                FormValues.value(field("stacks", "variables"), "count: 3\nname: \"3\"\non: true\nlist: [a]"));
    }

    /** Nothing of a wrong value is dropped: the loader has to see it. */
    @Test
    public void value_ofAWrongType_staysForTheLoaderToRefuse() {
        assertEquals("many", FormValues.value(field("pools", "maxConcurrent"), "many"));
        assertEquals("perhaps", FormValues.value(field("pools", "ephemeral"), "perhaps"));
        assertEquals("a: [", FormValues.value(field("stacks", "variables"), "a: ["));
        assertEquals("!!java.net.URL [x]", FormValues.value(field("stacks", "variables"), "!!java.net.URL [x]"));
    }
}
