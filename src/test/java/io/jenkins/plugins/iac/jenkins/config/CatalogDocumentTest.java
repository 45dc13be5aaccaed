package io.jenkins.plugins.iac.jenkins.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What is left of a document with an error: its agents stay guarded by it. */
public class CatalogDocumentTest {
    @Test
    public void of_formWithAnError_keepsWhatTheFormSaid() {
        Map<String, Object> form = Map.of("pools", List.of(Map.of("name", "p", "label", "guarded", "nonsense", "x")));
        CatalogDocument document = CatalogDocument.of(form);
        assertFalse(document.result().isOk());
        assertEquals(form, document.plain());
    }

    @Test
    public void of_textWithAnError_keepsWhatCanBeRead() {
        CatalogDocument document = CatalogDocument.of("pools:\n  - {name: p, label: guarded, nonsense: x}\n");
        assertFalse(document.result().isOk());
        assertEquals(
                Map.of("pools", List.of(Map.of("name", "p", "label", "guarded", "nonsense", "x"))), document.plain());
        assertNull("nothing at all can be read", CatalogDocument.of("{ unknown").plain());
        assertNull("without an error nothing is left over", CatalogDocument.EMPTY.plain());
    }
}
