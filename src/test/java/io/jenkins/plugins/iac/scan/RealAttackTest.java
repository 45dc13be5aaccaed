package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Attacks that the real binary carries out when nothing stands before it; each is refused by the scan. */
public class RealAttackTest {
    private static final String SECRET = "hidden treasure";

    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private Path home;
    private Terraform terraform;

    @Before
    public void find() throws Exception {
        home = temporary.newFolder("home").toPath();
        terraform = Terraform.find(home);
        Files.writeString(home.resolve("secret"), SECRET);
    }

    @Test
    public void functions_thatReadOutOfTheTree_doSoForTheBinaryAndAreRefusedByUs() throws Exception {
        ScanFixture fixture = new ScanFixture(temporary)
                .write("live/t.tpl", "${file(\"" + home + "/secret\")}")
                .write("live/u.tpl", "${file(\"${path.module}/secret\")}");
        Files.createSymbolicLink(fixture.root().resolve("live/link"), home);
        String absolute = home + "/secret";
        List<String> attacks = List.of(
                "file(\"" + absolute + "\")",
                "core::file(\"" + absolute + "\")",
                "file /* x */ (\"" + absolute.replace("/", "\\u002f") + "\")",
                "file(\"~/secret\")",
                "file(\"${path.module}/link/secret\")",
                "file(\"${path.module}/../../home/secret\".x)".replace(".x", ""),
                "[for path in [{ module = \"" + home + "\" }] : file(\"${path.module}/secret\")][0]",
                "\"%{ for path in [{ module = \"" + home + "\" }] }${file(\"${path.module}/secret\")}%{ endfor }\"",
                "\"%{ if true }${file(\"" + absolute + "\")}%{ endif }\"",
                "templatefile(\"" + absolute + "\", {})",
                "templatefile(\"${path.module}/t.tpl\", {})",
                "templatefile(\"${path.module}/u.tpl\", { path = { module = \"" + home + "\" } })",
                "base64decode(filebase64(\"" + absolute + "\"))",
                "file(join(\"/\", [\"" + home + "\", tolist(fileset(\"" + home + "\", \"secr*\"))[0]]))",
                "file(pathexpand(\"~/secret\"))",
                "chomp(<<EOT\n${file(\"" + absolute + "\")}\nEOT\n)");
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < attacks.size(); i++) {
            file.append("output \"o")
                    .append(i)
                    .append("\" {\n  value = ")
                    .append(attacks.get(i))
                    .append("\n}\n");
        }
        fixture.write("live/main.tf", file.toString());

        Path live = fixture.root().resolve("live");
        Terraform.Answer plan = terraform.run(live, "plan", "-input=false", "-no-color", "-out=plan");
        assertEquals(plan.err(), 0, plan.exitCode());
        JsonNode outputs = Json.parse(
                        terraform.run(live, "show", "-json", "plan").out())
                .path("planned_values")
                .path("outputs");
        for (int i = 0; i < attacks.size(); i++) {
            assertEquals(
                    attacks.get(i), SECRET, outputs.path("o" + i).path("value").asText());
            ScanFixture alone = new ScanFixture(temporary)
                    .write("live/main.tf", "output \"o\" {\n  value = " + attacks.get(i) + "\n}\n")
                    .write("live/t.tpl", "${file(\"" + home + "/secret\")}")
                    .write("live/u.tpl", "${file(\"${path.module}/secret\")}");
            Files.createSymbolicLink(alone.root().resolve("live/link"), home);
            Set<ScanRule> rules = alone.scan(ScanFixture.UNTRUSTED).findings().stream()
                    .map(Finding::rule)
                    .collect(Collectors.toSet());
            assertEquals(attacks.get(i), Set.of(ScanRule.FUNCTION), rules);
        }
    }

    @Test
    public void provisioners_behindWhateverHidesThem_runForTheBinaryAndAreRefusedByUs() throws Exception {
        List<String> attacks = List.of(
                "resource \"terraform_data\" \"N\" {\n provisioner \"local-exec\" { command = \"touch N\" }\n}\n",
                "resource terraform_data N {\n provisioner local-exec { command = \"touch N\" }\n}\n",
                "resource \"terraform_dat\\u0061\" \"N\" { /*\n} */ # }\n provisioner /* \" */ \"local-ex\\U00000065c\" {\n command = \"touch N\"\n }\n}\n",
                "resource \"terraform_data\" \"N\" {\r\n input = <<-EOT\r\n }\r\n EOT x\r\n\tEOT\r\n provisioner \"local-exec\" { command = \"touch N\" }\r\n}\r\n",
                "resource \"terraform_data\" \"N\" {\n input = \"${\"}\" /* } \" */}$${\" #\n provisioner \"local-exec\" { command = \"touch N\" }\n}\n",
                "resource \"terraform_data\" \"N\" {\n input = <<EOT\n${<<EOT\nEOTX\nEOT\n}EOT\nEOT\n provisioner \"local-exec\" { command = \"touch N\" }\n}\n",
                "\uFEFFresource \"terraform_data\" \"N\" {\n input = <<é\n é é\n\u00a0é\n provisioner \"local-exec\" { command = \"touch N\" }\n}\n");
        Path all = temporary.newFolder("all").toPath();
        for (int i = 0; i < attacks.size(); i++) {
            String text = attacks.get(i).replace("N", "n" + i);
            Files.writeString(all.resolve("f" + i + ".tf"), text);
            ScanFixture alone = new ScanFixture(temporary).write("live/main.tf", text);
            List<Finding> findings = alone.scan(ScanFixture.UNTRUSTED).findings();
            assertEquals(
                    text,
                    List.of(ScanRule.PROVISIONER),
                    findings.stream().map(Finding::rule).toList());
        }
        String json =
                "{\"resource\": {\"terraform_data\": [{\"json\": {\"provisioner\": [{\"local-\\u0065xec\": {\"command\": \"touch json\"}}]}}]}}";
        Files.writeString(all.resolve("x.tf.json"), json);
        ScanFixture alone = new ScanFixture(temporary).write("live/x.tf.json", json);
        assertTrue(alone.findings().contains("live/x.tf.json:1 PROVISIONER"));

        Terraform.Answer apply = terraform.run(all, "apply", "-auto-approve", "-input=false", "-no-color");
        assertEquals(apply.err(), 0, apply.exitCode());
        for (int i = 0; i < attacks.size(); i++) {
            assertTrue(attacks.get(i), Files.exists(all.resolve("n" + i)));
        }
        assertTrue(Files.exists(all.resolve("json")));
    }
}
