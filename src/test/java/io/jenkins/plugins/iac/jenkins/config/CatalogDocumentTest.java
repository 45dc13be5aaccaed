package io.jenkins.plugins.iac.jenkins.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;

import io.jenkins.plugins.iac.catalog.Finding;
import java.time.Instant;
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

    /** The catalog's pages show what lint would say today. */
    @Test
    public void warnings_timesThatAreLongOver_areThere() {
        CatalogDocument document = CatalogDocument.of("environments:\n  - name: dev\n    freezes:\n"
                + "      - {from: 2026-01-01T00:00:00Z, until: 2026-01-02T00:00:00+01:00, reason: r}\n");
        assertEquals(List.of(), document.warnings(Instant.parse("2026-01-31T22:59:59Z")));
        Finding over = document.warnings(Instant.parse("2026-02-01T00:00:00Z")).get(0);
        assertEquals("environments[0].freezes[0].until", over.path());
        assertEquals(List.of(), CatalogDocument.of("{ unknown").warnings(Instant.MAX));
    }
}
