package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DeclaredSecretsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Set<String> found(String code, Map<String, Object> given) throws Exception {
        Path module = folder.getRoot().toPath();
        Files.writeString(module.resolve("main.tf"), code);
        Set<String> found = new TreeSet<>(DeclaredSecrets.of(module, given));
        found.remove("");
        return found;
    }

    @Test
    public void of_variables_valuesOfThoseThatAreMarked() throws Exception {
        Object[][] cases = {
            // mark, whether the default counts
            {"sensitive = true", true},
            {"ephemeral = true", true},
            {"sensitive = !false", true},
            {"sensitive = false", false},
            {"nullable = true", false},
        };
        for (Object[] one : cases) {
            assertEquals(
                    one[0].toString(),
                    (boolean) one[1] ? Set.of("in-code", "given") : Set.of(),
                    found("variable \"a\" {\n  " + one[0] + "\n  default = \"in-code\"\n}\n", Map.of("a", "given")));
        }
    }

    @Test
    public void of_everyShapeOfValue_textsNumbersAndKeys() throws Exception {
        assertEquals(
                Set.of("a\"b", "123456", "k1", "one", "two", "line 1\nline 2\n", "z ", " y", "7", "deep"),
                found(
                        """
                        variable "v" {
                          sensitive = true
                          default = {
                            text = "a\\"b", n = -123456, "k1" = ["one", "two"]
                            doc = <<E
                        line 1
                        line 2
                        E
                          }
                        }
                        locals {
                          x = [for i in [1] : upper(sensitive("z ${i} y"))]
                          open = "not a secret"
                        }
                        """,
                        Map.of("v", Map.of("k1", List.of(7, true, "deep")), "w", "no such variable")));
    }

    @Test
    public void of_filesOfValues_onlyThoseReadByItself() throws Exception {
        Path module = folder.getRoot().toPath();
        Files.writeString(module.resolve("terraform.tfvars"), "v = \"in tfvars\"\nopen = \"shown\"\n");
        Files.writeString(module.resolve("x.auto.tfvars.json"), "{\"v\": {\"key\": \"in json\"}}");
        Files.writeString(module.resolve("other.tfvars"), "v = \"not read\"\n");
        assertEquals(
                Set.of("in tfvars", "key", "in json"),
                found("variable \"v\" {\n  sensitive = true\n}\nvariable \"open\" {}\n", Map.of()));
    }

    @Test
    public void of_codeThatCannotBeRead_isNothing() throws Exception {
        assertEquals(Set.of(), found("variable \"v\" {\n  sensitive = true\n", Map.of("v", "x")));
    }
}
