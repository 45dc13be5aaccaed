package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Secrets that only a module of a module declares: whatever the real tool says about them, nobody reads them. */
public class ModuleSecretsTest {
    private static final List<String> SECRETS = List.of(
            "literal-argument-7777", "handed-on-by-root-4242", "default-of-module-8888", "marked-in-module-9999");
    private static final String ROOT =
            """
            variable "handed" {
              default = "handed-on-by-root-4242"
            }
            module "outer" {
              source = "../../modules/outer"
              handed = var.handed
              holds  = HOLDS
            }
            """;
    private static final String OUTER =
            """
            variable "handed" {}
            variable "holds" {}
            module "vault" {
              source  = "../vault"
              literal = "literal-argument-7777"
              handed  = var.handed
              holds   = var.holds
            }
            """;
    private static final String VAULT =
            """
            variable "holds" {}
            variable "literal" {
              sensitive = true
            }
            variable "handed" {
              sensitive = true
            }
            variable "own" {
              sensitive = true
              default   = "default-of-module-8888"
            }
            locals {
              marked = sensitive("marked-in-module-9999")
              told   = nonsensitive("${var.literal} ${var.handed} ${var.own} ${local.marked}")
            }
            resource "terraform_data" "shown" {
              input = "in the clear ${local.told}"
              provisioner "local-exec" {
                command = "echo ${nonsensitive(var.literal)} ${nonsensitive(local.marked)} MARKER"
              }
            }
            resource "terraform_data" "guarded" {
              lifecycle {
                precondition {
                  condition     = var.holds
                  error_message = "refused ${local.told} MARKER"
                }
              }
            }
            """;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Company company(boolean holds) throws IOException {
        Company.tool();
        Company company = new Company(temporary.newFolder().toPath());
        company.stack("dev/app", "", ROOT.replace("HOLDS", String.valueOf(holds)))
                .writeCatalog();
        company.file("modules/outer/main.tf", OUTER).file("modules/vault/main.tf", VAULT);
        company.commit();
        return company;
    }

    private static void hidden(Company company, Answer... answers) throws IOException {
        List<String> leaks = new ArrayList<>();
        for (Answer answer : answers) {
            search("output", answer.out() + answer.err(), leaks);
        }
        try (Stream<Path> all = Files.walk(company.home())) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                // The state itself belongs to the backend, which on one machine is a directory of the home.
                if (!file.startsWith(company.home().resolve("state"))) {
                    search(
                            company.home().relativize(file).toString(),
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8),
                            leaks);
                }
            }
        }
        assertEquals(List.of(), leaks);
    }

    private static void search(String where, String text, List<String> leaks) {
        SECRETS.stream().filter(text::contains).forEach(secret -> leaks.add(where + " holds " + secret));
    }

    @Test
    public void apply_secretsOfANestedModule_areInNoFileAndNoOutput() throws Exception {
        Company company = company(true);
        Answer plan = company.plan("dev/app").ends(0);
        Answer apply = company.call("apply", plan.run()).ends(0);
        hidden(company, plan, apply, company.call("run", "show", plan.run()));
        String log = Files.readString(company.home().resolve("runs/" + plan.run() + "/artifacts/apply.log"));
        assertTrue(log, log.contains("(sensitive) (sensitive) MARKER"));
        assertTrue(
                "the state has them: the search finds what is there",
                SECRETS.stream().allMatch(Files.readString(company.state("dev/app"))::contains));
    }

    @Test
    public void plan_failingInANestedModule_saysWhyWithoutItsSecrets() throws Exception {
        Company company = company(false);
        Answer plan = company.plan("dev/app").ends(4);
        assertTrue(plan.err(), plan.err().contains("refused (sensitive) (sensitive) (sensitive) (sensitive) MARKER"));
        hidden(company, plan, company.call("runs"));
    }

    @Test
    public void execute_codeOfStrangersWithModules_hidesTheirSecretsAsWell() throws Exception {
        Company.tool();
        Path code = temporary.newFolder("code").toPath();
        Files.writeString(
                code.resolve("main.tf"),
                ROOT.replace("HOLDS", "false").replace("../../modules/outer", "./modules/outer"));
        Files.createDirectories(code.resolve("modules/outer"));
        Files.createDirectories(code.resolve("modules/vault"));
        Files.writeString(code.resolve("modules/outer/main.tf"), OUTER);
        Files.writeString(code.resolve("modules/vault/main.tf"), VAULT.replaceAll("(?s)  provisioner .*?\n  }\n", ""));
        Answer answer = Company.raw(InstantSource.system(), "execute", "--dir", code.toString(), "--format", "json");
        assertTrue(answer.out() + answer.err(), (answer.out() + answer.err()).contains("MARKER"));
        List<String> leaks = new ArrayList<>();
        search("output", answer.out() + answer.err(), leaks);
        assertEquals(List.of(), leaks);
    }
}
