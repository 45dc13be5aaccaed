package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class LintCommandTest {
    private static final Instant NOW = Instant.parse("2027-02-01T00:00:00Z");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Answer lint(String catalog) throws Exception {
        Path file = Files.writeString(folder.newFile().toPath(), catalog);
        return Company.raw(() -> NOW, "lint", file.toString(), "--format", "json");
    }

    private static List<String> messages(JsonNode findings) {
        return findings.valueStream()
                .map(f -> f.path("line").asText() + ":" + f.path("column").asText() + " "
                        + f.path("path").asText() + " " + f.path("message").asText())
                .toList();
    }

    @Test
    public void lint_timesThatAreLongOver_areWarnings() throws Exception {
        Answer done =
                lint("""
                        teams: [{name: t, users: [a]}]
                        environments:
                          - name: prod
                            freezes:
                              - {from: 2025-12-24T00:00:00Z, until: 2025-12-27T00:00:00+01:00, reason: holidays}
                              - {from: 2026-12-24T00:00:00Z, until: 2027-01-27T00:00:00Z, reason: just over}
                              - {from: 2027-12-24T00:00:00Z, until: 2027-12-27T00:00:00Z}
                        emergencies:
                          - {name: flood, stacks: "**", from: 2026-01-01T00:00:00Z, until: 2026-01-02T00:00:00Z, owner: t, reason: r}
                        driftSuppressions:
                          - {name: tags, stacks: "**", addresses: [a.b], owner: t, reason: r, expires: 2026-06-01T00:00:00Z}
                        """)
                        .ends(0);
        assertEquals(
                List.of(
                        "5:45 environments[0].freezes[0].until the freeze of prod is over since 2025-12-26T23:00:00Z:"
                                + " it holds nothing back any more; remove it, or say when the next one is",
                        "9:68 emergencies[0].until the emergency flood is over since 2026-01-02T00:00:00Z; remove it",
                        "11:80 driftSuppressions[0].expires the drift suppression tags counts no more since"
                                + " 2026-06-01T00:00:00Z; mend what it is about, or remove it"),
                messages(done.json().path("warnings")));
    }

    @Test
    public void lint_wrongCatalog_everyErrorAndExitOne() throws Exception {
        Answer done = lint("teams: [{nam: t}]\nstacks: 7\n").ends(1);
        assertEquals(3, done.json().path("errors").size());
        assertTrue(messages(done.json().path("errors")).get(1).startsWith("1:10 teams[0].nam "));
    }

    /** The file that editors are pointed to, and what the jars hold, are what {@code schema} prints. */
    @Test
    public void schema_shippedFile_isWhatIsPrinted() throws Exception {
        String printed = Company.raw(() -> NOW, "schema").ends(0).out();
        assertEquals(
                "write it anew: schema > docs/catalog.schema.json",
                printed,
                Files.readString(Path.of("docs/catalog.schema.json")));
        try (InputStream held = LintCommand.class.getResourceAsStream("../catalog/catalog.schema.json")) {
            assertEquals(printed, new String(held.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The first line of the sample points editors to the schema. */
    @Test
    public void sampleCatalog_namesTheSchema() throws Exception {
        Path sample = Path.of("examples/northstar/iac.yaml");
        String first = Files.readAllLines(sample).get(0);
        String mark = "# yaml-language-server: $schema=";
        assertTrue(first, first.startsWith(mark));
        Path schema = sample.resolveSibling(first.substring(mark.length())).normalize();
        assertEquals(Path.of("docs/catalog.schema.json"), schema);
    }
}
