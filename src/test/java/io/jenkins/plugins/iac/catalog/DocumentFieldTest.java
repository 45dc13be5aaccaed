package io.jenkins.plugins.iac.catalog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.catalog.DocumentField.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;

public class DocumentFieldTest {
    private static final Map<String, DocumentField> SECTIONS =
            DocumentField.sections().stream().collect(Collectors.toMap(DocumentField::name, s -> s));

    private static DocumentField field(String section, String name) {
        return SECTIONS.get(section).fields().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void sections_areThoseOfTheDocument_eachWithAKey() {
        assertEquals(
                List.of(
                        "teams",
                        "environments",
                        "identities",
                        "pools",
                        "scopes",
                        "stacks",
                        "rules",
                        "policies",
                        "runTasks",
                        "riskRules",
                        "contexts",
                        "driftSchedules",
                        "driftSuppressions",
                        "emergencies",
                        "evidenceCopies"),
                DocumentField.sections().stream().map(DocumentField::name).toList());
        assertEquals("path", SECTIONS.get("scopes").key());
        assertEquals("id", SECTIONS.get("stacks").key());
        DocumentField.sections()
                .forEach(s -> assertTrue(s.name(), s.fields().get(0).required()));
    }

    @Test
    public void input_followsTheTypeOfTheField() {
        assertEquals(Input.TEXT, field("pools", "label").input());
        assertEquals(Input.CHOICE, field("pools", "trust").input());
        assertEquals(Input.FLAG, field("pools", "ephemeral").input());
        assertEquals(Input.NUMBER, field("pools", "maxConcurrent").input());
        assertEquals(Input.TEXTS, field("pools", "images").input());
        assertEquals(Input.CHOICES, field("pools", "operations").input());
        assertEquals(Input.OBJECT, field("pools", "kubernetes").input());
        assertEquals(Input.OBJECTS, field("pools", "tools").input());
        assertEquals(Input.ENTRIES, field("stacks", "variables").input());
        assertEquals(Input.CONDITION, field("rules", "require").input());
    }

    /** A reference to a section that does not exist would draw a form without choices. */
    @Test
    public void refersTo_isASectionOfTheDocument() {
        List<String> wrong = new ArrayList<>();
        DocumentField.sections().forEach(section -> dangling(section, wrong));
        assertEquals(List.of(), wrong);
        assertEquals("identities", field("pools", "identities").refersTo());
    }

    private static void dangling(DocumentField field, List<String> wrong) {
        if (field.refersTo() != null && !SECTIONS.containsKey(field.refersTo())) {
            wrong.add(field.name() + " refers to " + field.refersTo());
        }
        field.fields().forEach(inner -> dangling(inner, wrong));
    }
}
