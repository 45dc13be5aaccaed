package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Backend;
import io.jenkins.plugins.iac.model.IacException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class TerraformInitTest {
    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private RealTool tool;

    @Before
    public void start() throws Exception {
        tool = new RealTool(folder.getRoot().toPath());
    }

    @Test
    public void selectWorkspace_newThenExisting_isSelected() throws Exception {
        tool.write("main.tf", RealTool.CODE);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        assertEquals("default", tool.workspace());
        terraform.selectWorkspace("blue");
        assertEquals("blue", tool.workspace());
        terraform.selectWorkspace("default");
        terraform.selectWorkspace("blue");
        assertEquals("blue", tool.workspace());
    }

    @Test
    public void init_codeWithoutBackend_isRefusedRatherThanLocal() throws Exception {
        tool.write("main.tf", "resource \"terraform_data\" \"a\" {}\n");
        Terraform terraform = tool.terraform();
        IacException e = assertThrows(IacException.class, () -> terraform.init(tool.backend()));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("no backend"));
    }

    @Test
    public void init_codeWithAnotherBackend_isRefused() throws Exception {
        tool.write("main.tf", RealTool.CODE);
        Terraform terraform = tool.terraform();
        IacException e = assertThrows(IacException.class, () -> terraform.init(new Backend("http", Map.of())));
        assertEquals(IacException.Kind.REFUSED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("found the backend local, expected http"));
    }

    @Test
    public void init_committedPlugins_areNotTaken() throws Exception {
        tool.write(
                        "main.tf",
                        "terraform {\n  required_providers {\n"
                                + "    evil = { source = \"registry.invalid/x/evil\" }\n  }\n}\n")
                .write(".terraform/environment", "evil");
        for (String place : List.of("terraform.d/plugins", ".terraform/providers")) {
            Path plugin = tool.code.resolve(place + "/registry.invalid/x/evil/1.0.0/linux_amd64");
            Files.createDirectories(plugin);
            Files.writeString(
                            plugin.resolve("terraform-provider-evil_v1.0.0"),
                            "#!/bin/sh\ntouch " + tool.root + "/owned\n")
                    .toFile()
                    .setExecutable(true);
        }
        Terraform terraform = tool.terraform();
        IacException e = assertThrows(IacException.class, terraform::initWithoutBackend);
        assertEquals(IacException.Kind.TOOL_FAILED, e.kind());
        assertTrue(e.getMessage(), e.getMessage().contains("Failed to query available provider packages"));
        assertFalse(Files.exists(tool.root.resolve("owned")));
        assertEquals("default", tool.workspace());
    }

    @Test
    public void init_committedState_isNotMigrated() throws Exception {
        tool.write("main.tf", RealTool.CODE)
                .write(
                        "terraform.tfstate",
                        "{\"version\":4,\"serial\":9,\"lineage\":\"evil\","
                                + "\"outputs\":{\"x\":{\"value\":1,\"type\":\"number\"}},\"resources\":[]}");
        IacException e = assertThrows(IacException.class, () -> tool.terraform().init(tool.backend()));
        assertTrue(e.getMessage(), e.getMessage().contains("state migration"));
        assertFalse(Files.exists(tool.root.resolve("state/s.tfstate")));
    }

    @Test
    public void init_lockFileThatWouldChange_isRefused() throws Exception {
        tool.write("main.tf", RealTool.CODE)
                .write(
                        ".terraform.lock.hcl",
                        "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.0.0\"\n  hashes = [\"h1:x\"]\n}\n");
        String before = Files.readString(tool.code.resolve(".terraform.lock.hcl"));
        IacException e = assertThrows(IacException.class, () -> tool.ready(ToolLimits.DEFAULT));
        assertTrue(e.getMessage(), e.getMessage().contains("Provider dependency changes detected"));
        assertEquals(before, Files.readString(tool.code.resolve(".terraform.lock.hcl")));
    }

    @Test
    public void validate_brokenCode_isAResultWithLines() throws Exception {
        tool.write("main.tf", "output \"a\" {\n  value = nothing.here\n}\n");
        Terraform terraform = tool.terraform();
        terraform.initWithoutBackend();
        Validation validation = terraform.validate();
        assertFalse(validation.valid());
        assertEquals(2, validation.errors().get(0).line());
        assertEquals("main.tf", validation.errors().get(0).file());
    }

    @Test
    public void unformatted_uglyAndUnparsable_areToldApart() throws Exception {
        tool.write("main.tf", "output   \"a\" { value=1 }\n").write("modules/x/x.tf", "locals {a=1}\n");
        assertEquals(List.of("main.tf", "modules/x/x.tf"), tool.terraform().unformatted());
        tool.write("bad.tf", "output {{{\n");
        assertThrows(IacException.class, () -> tool.terraform().unformatted());
    }

    @Test
    public void arguments_hostileNames_areRefusedBeforeAnythingRuns() throws Exception {
        Terraform terraform = tool.terraform();
        for (String bad : List.of("", "-x", "a b", "a;id", "a\nb", "a..b", "../a", "$(id)", "a\0", "-chdir=/", "ä")) {
            assertThrows(bad, IacException.class, () -> terraform.selectWorkspace(bad));
        }
        for (String bad :
                List.of("", "a", "a.b; rm", "a.b\n", "-destroy", "a.b[\"${x}\"]", "a.b[\"x\"", "a.b -var x")) {
            PlanOptions options = PlanOptions.to(tool.plan("one"), Map.of()).withTargets(List.of(bad));
            assertThrows(bad, IacException.class, () -> terraform.plan(options));
        }
        for (String bad : List.of("a b", "-var", "a=b", "a\nb")) {
            PlanOptions options = PlanOptions.to(tool.plan("one"), Map.of(bad, 1));
            assertThrows(bad, IacException.class, () -> terraform.plan(options));
        }
        for (Path bad : List.of(Path.of("relative"), Path.of("/a/../b"), Path.of("/a=b"))) {
            assertThrows(IacException.class, () -> terraform.apply(bad, "default"));
        }
        assertEquals("nothing ran", List.of(), tool.events);
    }
}
