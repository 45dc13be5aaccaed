package io.jenkins.plugins.iac.pod;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.catalog.CatalogLoader;
import io.jenkins.plugins.iac.model.Pool;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class TemplateChoiceTest {
    private static final Collection<Pool> POOLS = CatalogLoader.load(
                    """
                    pools:
                      - {name: data, label: iac-data, operations: [plan], kubernetes: {cloud: prod, namespace: d, podTemplate: data}}
                      - {name: app, label: iac-app, operations: [plan], kubernetes: {cloud: prod, namespace: a, podTemplate: app}}
                      - {name: metal, label: iac-metal, operations: [plan]}
                    """,
                    "test")
            .orThrow()
            .pools();

    private record Row(String cloud, String template, Set<String> labels, String wanted, boolean fits) {}

    @Test
    public void fits_tableOfTemplates_onlyThePoolsOwnForItsLabelAlone() {
        List<Row> rows = List.of(
                new Row("prod", "data", Set.of("iac-data"), "iac-data", true),
                new Row("prod", "data", Set.of("iac-data", "linux"), "iac-data", true),
                new Row("prod", "data", Set.of("iac-data", "linux"), "linux", false),
                new Row("prod", "data", Set.of("iac-data", "linux"), "iac-data&&linux", false),
                new Row("prod", "data", Set.of("iac-data"), null, false),
                new Row("prod", "app", Set.of("iac-data"), "iac-data", false),
                new Row("dev", "data", Set.of("iac-data"), "iac-data", false),
                new Row("prod", null, Set.of("iac-data"), "iac-data", false),
                new Row("prod", "data", Set.of("iac-data", "iac-app"), "iac-data", false),
                new Row("prod", "metal", Set.of("iac-metal"), "iac-metal", false),
                new Row("prod", "other", Set.of("linux"), "linux", true),
                new Row("prod", null, Set.of("linux"), null, true),
                new Row("prod", null, Set.of(), null, true));
        for (Row row : rows) {
            assertEquals(
                    row.toString(),
                    row.fits(),
                    new TemplateChoice(row.cloud(), row.template(), row.labels(), row.wanted()).fits(POOLS));
        }
    }

    @Test
    public void fitsWithoutCatalog_tableOfDocuments_failsClosed() {
        TemplateChoice own = new TemplateChoice("prod", "data", Set.of("iac-data"), "iac-data");
        TemplateChoice foreign = new TemplateChoice("prod", "other", Set.of("linux"), "linux");
        Object[][] rows = {
            {null, false, false},
            {"text", false, false},
            {Map.of(), true, true},
            {Map.of("pools", "text"), false, false},
            {Map.of("pools", List.of("text")), false, false},
            {Map.of("pools", List.of(Map.of("name", "iac-data"))), false, true},
            {Map.of("pools", List.of(Map.of("name", "p", "label", "iac-data"))), false, true},
            {Map.of("pools", List.of(Map.of("name", "iac-data", "label", "linux"))), true, false},
        };
        for (Object[] row : rows) {
            assertEquals(Arrays.toString(row), row[1], own.fitsWithoutCatalog(row[0]));
            assertEquals(Arrays.toString(row), row[2], foreign.fitsWithoutCatalog(row[0]));
        }
    }
}
