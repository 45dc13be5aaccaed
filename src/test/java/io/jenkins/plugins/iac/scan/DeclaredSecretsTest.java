package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

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
        Set<String> found =
                new TreeSet<>(DeclaredSecrets.of(module, module, given).beforeInit());
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

    private static Path module(Path root, String name, String code) throws Exception {
        Path module = Files.createDirectories(root.resolve(name));
        Files.writeString(module.resolve("main.tf"), code);
        return module;
    }

    private static String call(String name, String source, String more) {
        return "module \"" + name + "\" {\n  source = \"" + source + "\"\n  " + more + "\n}\n";
    }

    private static final String SECRET = "variable \"s\" {\n  sensitive = true\n  default = \"DEFAULT\"\n}\n";

    @Test
    public void of_modulesOfTheTree_whatTheyDeclareAndWhatCallsGiveThem() throws Exception {
        Path root = folder.getRoot().toPath();
        Path live = module(
                root,
                "live",
                "variable \"v\" {\n  default = \"of root\"\n}\nvariable \"open\" {\n  default = \"shown\"\n}\n"
                        + call("a", "../a", "t = var.v\n  open = \"seen\"")
                        + call("b", "../b", "s = [\"in a list\", \"${var.open}-x\"]"));
        module(root, "a", "variable \"t\" {}\nvariable \"open\" {}\n" + call("b", "../b", "s = var.t"));
        module(root, "b", SECRET.replace("DEFAULT", "of b") + call("itself", "../b", "s = \"again\""));
        Set<String> found = new TreeSet<>(DeclaredSecrets.of(root, live, Map.of("v", "given", "open", "seen too"))
                .beforeInit());
        found.remove("");
        assertEquals(new TreeSet<>(Set.of("of root", "given", "in a list", "-x", "of b", "again")), found);
    }

    @Test
    public void of_localsThatCallsHandOn_areFollowed() throws Exception {
        Path root = folder.getRoot().toPath();
        module(
                root,
                ".",
                """
                variable "v" {
                  default = "of root"
                }
                locals {
                  far   = local.near
                  near  = var.v
                  text  = "literal"
                  loop  = local.pool
                  pool  = local.loop
                  open  = "shown"
                }
                """
                        + call("a", "./b", "s = local.far")
                        + call("c", "./b", "s = local.text\n  other = local.open")
                        + call("d", "./b", "s = local.loop")
                        + call("e", "./b", "s = local.nowhere"));
        module(root, "b", SECRET.replace("DEFAULT", "of b") + "variable \"other\" {}\n");
        Files.writeString(
                root.resolve("more.tf.json"),
                """
                {"locals": {"object": {"key": "deep"}, "json": "${local.text2}", "text2": "in json"},
                 "module": {"x": {"source": "./b", "s": "${local.object}"}, "y": {"source": "./b", "s": "${local.json}"}}}
                """);
        Set<String> found = new TreeSet<>(
                DeclaredSecrets.of(root, root, Map.of("v", "given")).beforeInit());
        found.remove("");
        assertEquals(Set.of("of root", "given", "literal", "deep", "key", "in json", "of b"), found);
    }

    @Test
    public void of_jsonCalls_argumentsOfEveryForm() throws Exception {
        Path root = folder.getRoot().toPath();
        module(root, "b", SECRET.replace("DEFAULT", "of b"));
        Files.writeString(
                root.resolve("main.tf.json"),
                """
                {"variable": {"v": {"default": "handed"}},
                 "module": {"x": {"source": "./b", "s": {"deep": ["text"]}}, "y": {"source": "./b", "s": "${var.v}"}}}
                """);
        Set<String> found =
                new TreeSet<>(DeclaredSecrets.of(root, root, Map.of()).beforeInit());
        assertTrue(found.toString(), found.containsAll(List.of("of b", "text", "handed")));
    }

    @Test
    public void of_downloadedModules_areThoseOfTheToolsList() throws Exception {
        Path root = folder.newFolder("tree").toPath();
        Path data = folder.newFolder("data").toPath();
        module(root, ".", call("far", "git::https://example.org/m", "s = \"literal\""));
        module(data, "modules/far", SECRET.replace("DEFAULT", "of far") + call("near", "./near", "s = \"inside\""));
        module(data, "modules/far/near", SECRET.replace("DEFAULT", "of near"));
        Path elsewhere = module(folder.newFolder("elsewhere").toPath(), "m", SECRET.replace("DEFAULT", "not ours"));
        Files.createSymbolicLink(data.resolve("modules/link"), elsewhere);
        Files.writeString(
                data.resolve("modules/modules.json"),
                "{\"Modules\":[{\"Key\":\"\",\"Dir\":\".\"},{\"Key\":\"far\",\"Dir\":\"" + data + "/modules/far\"},"
                        + "{\"Key\":\"far.near\",\"Dir\":\"" + data + "/modules/far/near\"},"
                        + "{\"Key\":\"out\",\"Dir\":\"" + elsewhere
                        + "\"},{\"Key\":\"far.up\",\"Dir\":\"../elsewhere/m\"},"
                        + "{\"Key\":\"link\",\"Dir\":\"" + data
                        + "/modules/link\"},{\"Key\":\"nul\",\"Dir\":\"a\\u0000b\"},"
                        + "{\"Key\":\"no.caller\",\"Dir\":\".\"}]}");
        Files.writeString(
                root.resolve("more.tf"),
                call("out", "git::https://example.org/o", "") + call("link", "git::https://example.org/l", ""));
        Set<String> all = Set.of("literal", "of far", "inside", "of near");
        DeclaredSecrets secrets = DeclaredSecrets.of(root, root, Map.of());
        assertEquals("before init nobody knows them", Set.of(), secrets.beforeInit());
        assertEquals(all, secrets.afterInit(data));
        assertEquals(all, DeclaredSecrets.of(root, root, Map.of()).afterInit(data));
    }

    @Test
    public void afterInit_whatWasReadBefore_isNotReadAgain() throws Exception {
        Path root = folder.newFolder("tree").toPath();
        Path data = folder.newFolder("data").toPath();
        module(root, ".", "variable \"v\" {}\n" + call("b", "./b", "s = var.v"));
        Path b = module(root, "b", SECRET.replace("DEFAULT", "of b"));
        Path values = Files.writeString(root.resolve("terraform.tfvars"), "v = \"in tfvars\"\n");
        DeclaredSecrets secrets = DeclaredSecrets.of(root, root, Map.of());
        assertEquals(Set.of("in tfvars", "of b"), secrets.beforeInit());
        Files.delete(values);
        Files.delete(b.resolve("main.tf"));
        assertEquals(Set.of("in tfvars", "of b"), secrets.afterInit(data));
    }

    @Test
    public void of_pathsAndLinksThatLeaveTheTree_areNotFollowed() throws Exception {
        Path root = folder.newFolder("tree").toPath();
        Path elsewhere = module(folder.getRoot().toPath(), "elsewhere", SECRET.replace("DEFAULT", "not ours"));
        module(root, ".", call("up", "../elsewhere", "") + call("link", "./link", "") + call("loop", "./loop", ""));
        Files.createSymbolicLink(root.resolve("link"), elsewhere);
        Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        Files.createSymbolicLink(root.resolve("linked.tf"), elsewhere.resolve("main.tf"));
        assertEquals(Set.of(), DeclaredSecrets.of(root, root, Map.of()).beforeInit());
    }
}
