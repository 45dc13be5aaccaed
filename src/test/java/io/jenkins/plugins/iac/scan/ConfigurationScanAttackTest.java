package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Configuration of somebody without write access that executes or carries something out, and its refusal. */
public class ConfigurationScanAttackTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private void refused(ScanRule rule, int line, String text) throws IOException {
        ScanFixture.refused(temporary, rule, line, text);
    }

    @Test
    public void provisioner_ofAnyKindAnywhere_isRefused() throws IOException {
        refused(
                ScanRule.PROVISIONER,
                2,
                "resource \"terraform_data\" \"x\" {\n provisioner \"local-exec\" {\n command = \"id\"\n }\n}\n");
        refused(
                ScanRule.PROVISIONER,
                2,
                "resource \"terraform_data\" \"x\" {\n provisioner \"remote-exec\" { inline = [] }\n}\n");
        refused(ScanRule.PROVISIONER, 2, "resource terraform_data x {\n provisioner \"\\u006cocal-exec\" {}\n}\n");
        refused(ScanRule.PROVISIONER, 2, "resource \"null_resource\" \"x\" {\n provisioner file {}\n}\n");
        refused(
                ScanRule.PROVISIONER,
                4,
                "removed {\n from = terraform_data.x\n lifecycle { destroy = true }\n provisioner \"local-exec\" {}\n}\n");
        refused(
                ScanRule.PROVISIONER,
                2,
                "resource \"terraform_data\" \"x\" {\n dynamic \"provisioner\" {\n for_each = [1]\n content {}\n }\n}\n");
        refused(
                ScanRule.PROVISIONER,
                3,
                "/* resource { */ resource \"terraform_data\" /* */ \"x\" { # }\n # provisioner\n provisioner /* \" */ \"local-exec\" {\n }\n}\n");
        refused(
                ScanRule.PROVISIONER,
                6,
                "resource \"terraform_data\" \"x\" {\n input = <<-EOT\n  }\n  EOT x\n  EOT\n provisioner \"local-exec\" {}\n}\n");
        refused(
                ScanRule.PROVISIONER,
                3,
                "resource \"terraform_data\" \"x\" {\n input = \"${\"}\" /* } */}\"\n provisioner \"local-exec\" {}\n}\n");
    }

    @Test
    public void dataSource_thatExecutesOrTalks_isRefused() throws IOException {
        for (String type : List.of(
                "external", "http", "local_command", "local_file", "terraform_remote_state", "dns_a_record_set")) {
            for (String block : List.of("data", "ephemeral", "resource")) {
                refused(ScanRule.DATA_SOURCE, 1, block + " \"" + type + "\" \"x\" {\n}\n");
            }
        }
        refused(ScanRule.DATA_SOURCE, 1, "data \"\\u0065xternal\" \"x\" {}\n");
        refused(ScanRule.DATA_SOURCE, 1, "data external x {}\n");
        refused(ScanRule.DATA_SOURCE, 2, "check \"x\" {\n data \"http\" \"x\" {}\n}\n");
        refused(ScanRule.DATA_SOURCE, 1, "data \"external\" \"x\" { provider = aws.west }\n");
    }

    @Test
    public void fileFunction_outOfTheTreeOrByAComputedName_isRefused() throws IOException {
        for (String call : List.of(
                "file(\"/etc/passwd\")",
                "file(\"../../etc/passwd\")",
                "file(\"~/.aws/credentials\")",
                "file(\"${path.module}/../../x\")",
                "file(\"${path.cwd}/x\")",
                "file(\"${path.module}x\")",
                "file(\"${path.module}/${var.x}\")",
                "file(\"${var.x}\")",
                "file(var.x)",
                "file(join(\"/\", [path.module, \"x\"]))",
                "file((\"/etc/passwd\"))",
                "file (\"/etc/passwd\")",
                "core::file(\"/etc/passwd\")",
                "(file /* x */ (\"/etc/passwd\"))",
                "[for f in [1] : file(\"/etc/passwd\")]",
                "{ a = file(\"/etc/passwd\") }",
                "{ (file(\"/etc/passwd\")) = 1 }",
                "\"%{ if file(\"/etc/passwd\") == \"\" }%{ endif }\"",
                "true ? file(\"/etc/passwd\") : 1",
                "upper(file(\"/etc/passwd\"))[0]",
                "max([file(\"/etc/passwd\")]...)",
                "\"\\\\${file(\"/etc/passwd\")}\"",
                "\"%${file(\"/etc/passwd\")}\"",
                "\"$%{ if file(\"/etc/passwd\") == \"\" }%{ endif }\"",
                "templatefile(\"/etc/passwd\", {})",
                "templatestring(var.x, {})",
                "filebase64(\"/etc/passwd\")",
                "filemd5(\"/etc/passwd\")",
                "filesha512(\"/etc/passwd\")",
                "filebase64sha256(\"/etc/passwd\")",
                "fileexists(\"/etc/passwd\")",
                "filesomethingnew(\"/etc/passwd\")",
                "fileset(\"/etc\", \"*\")",
                "fileset(path.module, \"../../**\")",
                "fileset(path.module, var.x)",
                "fileset(path.module)",
                "abspath(\"/etc\")",
                "pathexpand(\"~\")",
                "file()")) {
            refused(ScanRule.FUNCTION, 2, "output \"x\" {\n value = " + call + "\n}\n");
        }
        refused(ScanRule.FUNCTION, 3, "output \"x\" {\n value = <<-EOT\n  ${file(\"/etc/passwd\")}\n  EOT\n}\n");
        refused(ScanRule.FUNCTION, 2, "variable \"x\" {\n default = file(\"/etc/passwd\")\n}\n");
        refused(ScanRule.FUNCTION, 1, "locals { x = file(\"/etc/passwd\") }\n");
        refused(
                ScanRule.FUNCTION,
                3,
                "resource \"aws_x\" \"x\" {\n lifecycle {\n precondition { condition = fileexists(\"/x\") }\n }\n}\n");
    }

    @Test
    public void pathBoundToSomethingElse_makesEveryPathOfThatModuleUncertain() throws IOException {
        String file = "file(\"${path.module}/passwd\")";
        refused(ScanRule.FUNCTION, 2, "locals {\n x = [for path in [{module = \"/etc\"}] : " + file + "]\n}\n");
        refused(ScanRule.FUNCTION, 2, "locals {\n x = {for k, path in [{module = \"/etc\"}] : k => " + file + "}\n}\n");
        refused(
                ScanRule.FUNCTION,
                2,
                "locals {\n x = \"%{for path in [{module = \"/etc\"}]}${" + file + "}%{endfor}\"\n}\n");
        refused(
                ScanRule.FUNCTION,
                4,
                "resource \"aws_x\" \"x\" {\n dynamic \"path\" {\n for_each = []\n content { x = " + file
                        + " }\n }\n}\n");
        refused(
                ScanRule.FUNCTION,
                5,
                "resource \"aws_x\" \"x\" {\n dynamic \"y\" {\n for_each = []\n iterator = path\n content { x = " + file
                        + " }\n }\n}\n");
    }

    @Test
    public void fileFunction_throughALinkOutOfTheTree_isRefused() throws IOException {
        ScanFixture fixture =
                new ScanFixture(temporary).write("live/main.tf", "locals { x = file(\"${path.module}/l/passwd\") }\n");
        Files.createSymbolicLink(fixture.root().resolve("live/l"), Path.of("/etc"));
        assertEquals(Set.of("live/main.tf:1 FUNCTION"), fixture.findings());
    }

    @Test
    public void template_thatReadsAFile_isRefusedWhereItDoes() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write(
                        "live/main.tf",
                        "locals {\n x = templatefile(\"${path.module}/t.tpl\", { path = { module = \"/etc\" } })\n}\n")
                .write(
                        "live/t.tpl",
                        "one\n${file(\"${path.module}/passwd\")}\n$${file(\"/not/a/call\")}\n${file(\"/etc/passwd\")}\n");
        assertEquals(Set.of("live/t.tpl:2 FUNCTION", "live/t.tpl:4 FUNCTION"), fixture.findings());
    }

    @Test
    public void providerSetting_thatRunsAProgram_isRefused() throws IOException {
        refused(ScanRule.PROVIDER_SETTING, 1, "provider \"kubernetes\" {\n exec {\n command = \"id\"\n }\n}\n");
        refused(
                ScanRule.PROVIDER_SETTING,
                1,
                "provider \"kubernetes\" {\n dynamic \"exec\" {\n for_each = [1]\n content {}\n }\n}\n");
        refused(ScanRule.PROVIDER_SETTING, 1, "provider \"kubernetes\" {\n x = { \"exec\" = {} }\n}\n");
        refused(ScanRule.PROVIDER_SETTING, 1, "provider \"aws\" {\n shared_config_files = [\"x\"]\n}\n");
    }

    @Test
    public void rareSettingsAndUnknownBlocks_areRefused() throws IOException {
        for (String setting : List.of(
                "experiments = [x]", "provider_meta \"aws\" {}", "encryption {}", "language = x", "new_thing {}")) {
            refused(ScanRule.TERRAFORM_SETTING, 2, "terraform {\n " + setting + "\n}\n");
        }
        for (String block : List.of(
                "action \"aws_x\" \"y\" {}", "list \"aws_x\" \"y\" {}", "run \"x\" {}", "whatever {}", "x = 1")) {
            refused(ScanRule.BLOCK, 1, block + "\n");
        }
    }

    @Test
    public void fileKind_thatIsNoPlainFile_isRefusedAndStillRead() throws IOException {
        for (String name : List.of(
                "x.tofu", "override.tf", "a_override.tf", "x.tftest.hcl", "tests/x.tftest.hcl", "x.tfquery.hcl")) {
            ScanFixture fixture = new ScanFixture(temporary).write("live/" + name, "provider \"evil\" {}\n");
            assertEquals(
                    name, Set.of("live/" + name + ":1 FILE_KIND", "live/" + name + ":1 PROVIDER"), fixture.findings());
        }
        for (String name : List.of("x.tf.json", "x.tofu.json", "override.tf.json", "x.tftest.json")) {
            ScanFixture fixture = new ScanFixture(temporary).write("live/" + name, "{\"provider\": {\"evil\": {}}}");
            assertEquals(
                    name, Set.of("live/" + name + ":1 FILE_KIND", "live/" + name + ":1 PROVIDER"), fixture.findings());
        }
    }

    @Test
    public void jsonSyntax_hidesNothing() throws IOException {
        String json = "{\n"
                + "\"//\": \"a comment\",\n"
                + "\"terraform\": [{\"backend\": {\"http\": {}}}],\n"
                + "\"data\": {\"external\": {\"x\": {}}},\n"
                + "\"resource\": [{\"terraform_data\": {\"x\": [{\"provisioner\": [{\n \"local-exec\": {}}]}]}}],\n"
                + "\"module\": {\"m\": {\"source\": \"evil/m/x\"}},\n"
                + "\"locals\": {\"x\": \"${file(\\\"/etc/passwd\\\")}\", \"y\": [\"${file(\\u0022/x\\\")}\"]},\n"
                + "\"output\": {\"x\": {\"value\": {\"${file(\\\"/y\\\")}\": 1}}}\n"
                + "}\n";
        ScanFixture fixture = new ScanFixture(temporary).write("live/x.tf.json", json);
        assertEquals(
                Set.of(
                        "live/x.tf.json:1 FILE_KIND",
                        "live/x.tf.json:3 BACKEND",
                        "live/x.tf.json:4 DATA_SOURCE",
                        "live/x.tf.json:4 PROVIDER",
                        "live/x.tf.json:6 PROVISIONER",
                        "live/x.tf.json:7 MODULE",
                        "live/x.tf.json:8 FUNCTION",
                        "live/x.tf.json:9 FUNCTION"),
                fixture.findings());
    }

    @Test
    public void whatCannotBeRead_isRefused() throws IOException {
        for (String text : List.of(
                "resource {",
                "a = \"",
                "a = <<EOT\nx\n",
                "a = <<EOT\nEOT",
                "/* x",
                "a = \"${1\"\n",
                "a = ]\n",
                "a = 'x'\n",
                "a = \"\\x\"\n",
                "a = \"\\ud800\"\n",
                "a = 1\na = 2\n",
                "a { b {} }\n",
                "a \"${x}\" {}\n",
                "a {\n}}\n",
                "\u0000",
                "a = 1\r",
                "a \u00a0= 1\n",
                "a = 1;\n",
                "x = (".repeat(300),
                "x {\n".repeat(300),
                "x = [" + "1,".repeat(ScanLimits.TOKENS) + "]\n",
                "# " + "x".repeat(ScanLimits.FILE_BYTES) + "\n",
                "x = " + "\"${".repeat(300))) {
            ScanFixture fixture = new ScanFixture(temporary).write("live/main.tf", text);
            assertTrue(
                    text.substring(0, Math.min(50, text.length())),
                    fixture.scan(ScanFixture.UNTRUSTED).findings().stream().anyMatch(f -> f.rule() == ScanRule.SYNTAX));
            assertFalse(
                    text.substring(0, Math.min(50, text.length())),
                    fixture.scan(ScanPolicy.FACTS).passed());
        }
        for (String json : List.of(
                "",
                "[",
                "{\"a\": 1}{}",
                "{\"a\":1,\"a\":2}",
                "1",
                "{\"data\": 1}",
                "{\"a\": \"${\"}",
                "{'a':1}",
                "{\"locals\":{\"x\":[" + "1,".repeat(ScanLimits.TOKENS) + "1]}}",
                "[".repeat(400))) {
            ScanFixture fixture = new ScanFixture(temporary).write("live/main.tf.json", json);
            assertFalse(json, fixture.scan(ScanPolicy.FACTS).passed());
        }
        ScanFixture latin = new ScanFixture(temporary);
        Files.write(latin.root().resolve("live/a.tf"), new byte[] {'#', (byte) 0xe9, '\n'});
        assertFalse(latin.scan(ScanPolicy.FACTS).passed());
        ScanFixture link = new ScanFixture(temporary);
        Files.createSymbolicLink(link.root().resolve("live/a.tf"), Path.of("/etc/hostname"));
        assertFalse(link.scan(ScanPolicy.FACTS).passed());
    }
}
