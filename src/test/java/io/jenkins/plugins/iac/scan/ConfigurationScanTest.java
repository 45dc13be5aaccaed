package io.jenkins.plugins.iac.scan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.scan.ScanResult.ModuleCall;
import io.jenkins.plugins.iac.scan.ScanResult.ProviderUse;
import io.jenkins.plugins.iac.scan.ScanResult.Variable;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ConfigurationScanTest {
    @Rule
    public TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void scan_textThatOnlyLooksDangerous_passes() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write(
                        "live/main.tf",
                        """
                # provisioner "local-exec" {}
                // data "external" "x" {}
                /* terraform { backend "http" {} }
                   module "m" { source = "evil" } */
                terraform {
                  required_version = ">= 1.5"
                  required_providers {
                    aws        = { source = "hashicorp/aws", version = "~> 5.0" }
                    kubernetes = {
                      source  = "registry.terraform.io/hashicorp/kubernetes"
                      configuration_aliases = [kubernetes.a]
                    }
                  }
                  backend "s3" {
                    bucket      = "state"
                    encrypt     = "true"
                    max_retries = 5
                  }
                }
                provider "aws" {
                  region = "eu-west-1"
                }
                resource "aws_instance" "provisioner" {
                  user_data = <<-EOT
                    provisioner "local-exec" { command = "id" }
                    data "external" "x" {}
                    $${file("/etc/passwd")} %%{ if file("/x") }
                    EOT and more
                  EOT
                  tags = {
                    "provisioner" = "file(\\"/etc/passwd\\")"
                    file          = "$${file(\\"/etc/passwd\\")}"
                    external      = "data.external.x"
                    price         = "5$" # "${file("/x")}"
                    regex         = "^a$$"
                  }
                }
                resource "terraform_data" "local_exec" {
                  input = var.file
                }
                output "backend" {
                  value = data.aws_x.file.provisioner
                }
                """);
        assertEquals(Set.of(), fixture.findings());
    }

    @Test
    public void scan_filesInsideTheTree_pass() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write("shared/x.json", "{}")
                .write("live/t.tpl", "%{ for x in xs ~}\n${x} ${file(\"shared.txt\")}\n%{ endfor ~}\n100% $\n")
                .write(
                        "live/main.tf",
                        """
                        locals {
                          a = jsondecode(file("${path.module}/../shared/x.json"))
                          b = file("${path.root}/a.txt")
                          c = file("a.txt")
                          d = file("./not/yet/there.txt")
                          e = fileset(path.module, "**/*.yaml")
                          f = fileset("${path.module}", "*")
                          g = templatefile("${path.module}/t.tpl", { xs = ["a"] })
                          h = filesha256("${path.module}/../shared/x.json")
                          i = abspath(path.root)
                          j = [for p in ["a"] : upper(p)]
                        }
                        """);
        assertEquals(Set.of(), fixture.findings());
    }

    @Test
    public void scan_filesThatTheToolDoesNotRead_areNotRead() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write("live/.hidden.tf", "}")
                .write("live/main.tf~", "}")
                .write("live/#main.tf#", "}")
                .write("live/main.tf.bak", "}")
                .write("live/sub/main.tf", "}")
                .write("live/main.TF", "}")
                .write("other/main.tf", "}")
                .write("live/a.tf/b", "}");
        assertEquals(List.of(), fixture.scan(ScanFixture.UNTRUSTED).files());
        assertTrue(fixture.scan(ScanFixture.UNTRUSTED).passed());
    }

    @Test
    public void scan_facts_areThoseOfTheConfiguration() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write(
                        "live/b.tf",
                        """
                        module "net" {
                          source  = "northstar/net/aws"
                          version = "~> 1.2"
                        }
                        module "local" { source = "../modules/a//" }
                        """)
                .write(
                        "live/a.tf",
                        """
                        terraform { required_version = "~> 1.11" }
                        variable "plain" {}
                        variable "secret" {
                          sensitive = true
                          default   = ""
                        }
                        variable "passing" {
                          ephemeral = true
                          sensitive = false
                        }
                        """)
                .write("modules/a/main.tf", "resource \"aws_x\" \"y\" {}\nvariable \"inner\" {}\n");
        ScanResult result = fixture.scan(ScanFixture.UNTRUSTED);
        assertEquals(List.of(), result.findings());
        assertEquals(List.of("live/a.tf", "live/b.tf", "modules/a/main.tf"), result.files());
        assertEquals(
                List.of(
                        new ModuleCall("live", "net", "northstar/net/aws", "~> 1.2", null, "live/b.tf", 1),
                        new ModuleCall("live", "local", "../modules/a//", null, "modules/a", "live/b.tf", 5)),
                result.modules());
        assertEquals(List.of("modules/a"), result.localModules());
        assertEquals(
                List.of(new ProviderUse(
                        "modules/a", "aws", "registry.terraform.io/hashicorp/aws", null, "modules/a/main.tf", 1)),
                result.providers());
        assertEquals(List.of("~> 1.11"), result.requiredVersions());
        assertEquals(
                List.of(
                        new Variable("plain", false, false, false),
                        new Variable("secret", true, false, true),
                        new Variable("passing", false, true, false)),
                result.variables());
    }

    @Test
    public void scan_trustedPolicy_refusesBackendProviderAndModuleOnly() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary)
                .write(
                        "live/main_override.tf",
                        """
                terraform {
                  backend "local" {}
                }
                provider "evil" {}
                module "m" { source = "evil/m/x" }
                data "aws_x" "y" { x = file(var.x) }
                resource "terraform_data" "x" {
                  provisioner "local-exec" { command = "id" }
                }
                """);
        ScanPolicy all = ScanFixture.UNTRUSTED;
        ScanPolicy trusted =
                new ScanPolicy(ScanRule.TRUSTED, all.registry(), all.providers(), all.modules(), all.backend());
        assertEquals(
                List.of(ScanRule.BACKEND, ScanRule.PROVIDER, ScanRule.MODULE),
                fixture.scan(trusted).findings().stream().map(Finding::rule).toList());
    }

    @Test
    public void scan_finding_becomesAConditionThatNamesThePlace() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary).write("live/main.tf", "\nprovider \"evil\\u202e\\n\" {}\n");
        Condition condition = fixture.scan(ScanFixture.UNTRUSTED).condition();
        assertEquals(false, condition.passed());
        assertEquals("scan.provider", condition.because().get(0).rule());
        assertEquals("live/main.tf:2", condition.because().get(0).found());
        assertTrue(condition.because().get(0).message().contains("\"evil\\u202e\\u000a\""));
    }

    @Test
    public void scan_directoryThatIsNotThere_isBadInput() throws IOException {
        ScanFixture fixture = new ScanFixture(temporary);
        for (String directory : List.of("gone", "../", "/etc", "live/../..")) {
            assertEquals(
                    IacException.Kind.BAD_INPUT,
                    assertThrows(
                                    directory,
                                    IacException.class,
                                    () -> ConfigurationScan.scan(fixture.root(), directory, ScanPolicy.FACTS))
                            .kind());
        }
    }
}
