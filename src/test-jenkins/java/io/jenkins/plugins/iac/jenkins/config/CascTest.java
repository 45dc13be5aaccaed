package io.jenkins.plugins.iac.jenkins.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfiguratorException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The document as code. */
public class CascTest {
    @ClassRule
    public static final JenkinsRule JENKINS = new JenkinsRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void clear() {
        IacGlobalConfiguration.get().replace("{}", null).orThrow();
    }

    /** The sample as it stands under {@code unclassified: iac:}; a time there needs quotes. */
    private static String sample() throws IOException {
        try (InputStream in = CascTest.class.getResourceAsStream("/catalog/valid/full.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(2026-12-\\d\\dT00:00:00Z)", "\"$1\"");
            return "unclassified:\n  iac:\n" + text.indent(4);
        }
    }

    private void apply(String text) throws Exception {
        Path file = folder.newFile().toPath();
        Path yaml = file.resolveSibling(file.getFileName() + ".yaml");
        Files.writeString(yaml, text);
        ConfigurationAsCode.get().configure(yaml.toString());
    }

    private static JsonNode catalog() {
        return IacGlobalConfiguration.get().catalog().toJson();
    }

    private static String exported() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    public void apply_isTheDocumentThatTheLoaderReads() throws Exception {
        apply(sample());
        JsonNode asCode = catalog();
        IacGlobalConfiguration.get().replace(sample(), null).orThrow();
        assertEquals(catalog(), asCode);
    }

    @Test
    public void export_appliedAgain_isTheSame() throws Exception {
        apply(sample());
        JsonNode before = catalog();
        String export = exported();
        assertTrue(export, export.contains("  iac:\n"));
        IacGlobalConfiguration.get().replace("{}", null).orThrow();
        String ours = export.substring(export.indexOf("\n  iac:\n") + 1).replaceAll("(?s)\n  [a-zA-Z]+:.*", "\n");
        apply("unclassified:\n" + ours);
        assertEquals(before, catalog());
    }

    /** Where the field does not decide the type, what looks like a number or a truth value is one. */
    @Test
    public void apply_variables_keepTheirTypes() throws Exception {
        apply(
                """
                unclassified:
                  iac:
                    environments: [{name: dev}]
                    teams: [{name: a, users: [alice]}]
                    contexts:
                      - {name: c, version: 1, owner: a, variables: {count: 3, on: true, name: eu-1, account: "0123"}}
                """);
        assertEquals(
                "{\"account\":\"0123\",\"count\":3,\"name\":\"eu-1\",\"on\":true}",
                catalog().at("/contexts/0/variables").toString());
    }

    @Test
    public void apply_withAnError_changesNothingAndNamesThePlace() throws Exception {
        apply(sample());
        JsonNode before = catalog();
        ConfiguratorException refusal = assertThrows(
                ConfiguratorException.class, () -> apply(sample().replace("trust: protected", "trust: hyper")));
        assertTrue(refusal.toString(), refusal.toString().contains("pools[0].trust: found 'hyper'"));
        assertEquals(before, catalog());
    }

    /** One document, not a patch: what is left out is gone. */
    @Test
    public void apply_replacesTheWhole() throws Exception {
        apply(sample());
        apply("unclassified: {iac: {environments: [{name: dev}]}}\n");
        assertEquals("{\"environments\":[{\"name\":\"dev\"}]}", catalog().toString());
    }
}
