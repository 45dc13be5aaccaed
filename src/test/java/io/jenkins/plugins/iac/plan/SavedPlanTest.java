package io.jenkins.plugins.iac.plan;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Against plans that the real tool makes. */
public class SavedPlanTest {
    private static final String CONFIGURATION =
            """
            terraform {
              backend "local" {
                path = "state/here.tfstate"
              }
            }
            variable "size" {
              default = 2
            }
            variable "password" {
              sensitive = true
              default   = "correct horse battery"
            }
            resource "terraform_data" "a" {
              count            = var.size
              input            = { n = count.index, password = var.password }
              triggers_replace = ["one"]
            }
            resource "terraform_data" "b" {
              input = terraform_data.a[0].id
              provisioner "local-exec" {
                command = "true"
              }
            }
            output "password" {
              value     = var.password
              sensitive = true
            }
            """;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Terraform terraform;

    @Before
    public void start() throws Exception {
        terraform = new Terraform(folder.getRoot().toPath());
        terraform.write("main.tf", CONFIGURATION);
        terraform.run("init", "-input=false", "-no-color");
    }

    private SavedPlan plan(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(new String[] {"plan", "-input=false", "-no-color", "-out=p.tfplan"}, 0, all, 0, 4);
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        terraform.run(all);
        return SavedPlan.read(terraform.path("p.tfplan"));
    }

    private PlanSummary show() throws Exception {
        return PlanTexts.read(terraform.run("show", "-json", "p.tfplan"));
    }

    private JsonNode version() throws Exception {
        return Json.parse(terraform.run("version", "-json"));
    }

    @Test
    public void read_firstPlan_emptyStateAndTheBackendOfTheConfiguration() throws Exception {
        SavedPlan plan = plan();
        assertEquals("", plan.stateLineage());
        assertEquals(0, plan.stateSerial());
        assertEquals("local", plan.backend().type());
        assertEquals(
                "{\"path\":\"state/here.tfstate\"}", plan.backend().config().toString());
        assertEquals("default", plan.backend().workspace());
        assertEquals(SavedPlan.Mode.NORMAL, plan.mode());
        assertEquals(version().get("terraform_version").asText(), plan.toolVersion());
        assertEquals(Set.of(), plan.variables());
        assertEquals(Sha256.ofFile(terraform.path("p.tfplan")), plan.sha256());
        assertTrue(plan.configurationFiles() >= 2);
        assertFalse(plan.errored());
        assertTrue(PlanFiles.isSavedPlan(terraform.path("p.tfplan")));
        assertFalse(PlanFiles.isSavedPlan(terraform.path("main.tf")));
    }

    @Test
    public void read_afterApply_lineageAndSerialAreThoseOfTheState() throws Exception {
        plan();
        terraform.run("apply", "-input=false", "p.tfplan");
        SavedPlan plan = plan("-var", "size=3");
        JsonNode state = Json.parse(terraform.run("state", "pull"));
        assertEquals(state.get("lineage").asText(), plan.stateLineage());
        assertEquals(state.get("serial").asLong(), plan.stateSerial());
        assertEquals(Set.of("size"), plan.variables());
    }

    @Test
    public void read_modesTargetsAndReplacements_areToldApart() throws Exception {
        plan();
        terraform.run("apply", "-input=false", "p.tfplan");
        assertEquals(SavedPlan.Mode.DESTROY, plan("-destroy").mode());
        assertEquals(3, show().count(ChangeKind.DELETE));
        assertEquals(SavedPlan.Mode.REFRESH_ONLY, plan("-refresh-only").mode());
        SavedPlan targeted = plan("-target=terraform_data.a[1]", "-replace=terraform_data.a[1]");
        assertEquals(List.of("terraform_data.a[1]"), targeted.targets());
        assertEquals(
                "terraform_data.a[1] will be replaced: its replacement was asked for",
                show().changes().items().get(0).sentence());
    }

    @Test
    public void read_anotherWorkspace_isNamed() throws Exception {
        terraform.run("workspace", "new", "blue");
        assertEquals("blue", plan().backend().workspace());
    }

    @Test
    public void read_configurationEdited_configurationHashChanges() throws Exception {
        SavedPlan first = plan();
        assertEquals(first.configuration(), plan().configuration());
        terraform.write("main.tf", CONFIGURATION + "# a word\n");
        assertNotEquals(first.configuration(), plan().configuration());
    }

    @Test
    public void show_plannedTwice_planJsonIsTheSame() throws Exception {
        plan();
        Sha256 first = show().planJson();
        plan();
        assertEquals(first, show().planJson());
        terraform.run("apply", "-input=false", "p.tfplan");
        plan("-var", "size=1");
        Sha256 second = show().planJson();
        for (int i = 0; i < 5; i++) {
            // Terraform writes relevant_attributes in the order of a hash map.
            plan("-var", "size=1");
            assertEquals(second, show().planJson());
        }
        assertNotEquals(first, second);
    }

    @Test
    public void show_replacementAndDeletion_countsAddressesAndReasons() throws Exception {
        plan();
        terraform.run("apply", "-input=false", "p.tfplan");
        terraform.write("main.tf", CONFIGURATION.replace("\"one\"", "\"two\""));
        plan("-var", "size=1");
        PlanSummary summary = show();
        assertEquals(Map.of("replace", 1L, "delete", 1L, "update", 1L), summary.countsById());
        assertEquals(
                List.of("terraform_data.a[0]", "terraform_data.a[1]"),
                summary.destructive().items());
        assertEquals(
                List.of(
                        "terraform_data.a[0] will be replaced: triggers_replace forces replacement",
                        "terraform_data.a[1] will be destroyed: its index is out of the range of count"),
                summary.changes().items().stream()
                        .filter(c -> c.kind().isDestructive())
                        .map(ResourceChange::sentence)
                        .toList());
        assertEquals(
                List.of(new Provisioner("terraform_data.b", "local-exec")),
                summary.configuration().provisioners().items());
        assertEquals(Set.of("password"), summary.configuration().sensitiveVariables());
    }

    @Test
    public void differences_backends_areNamedSettingBySetting() throws Exception {
        SavedPlan.PlannedBackend backend = plan().backend();
        assertEquals(List.of(), backend.differences("local", Map.of("path", "state/here.tfstate")));
        assertEquals(
                List.of(
                        "backend type: expected s3, the plan has local",
                        "backend setting bucket: expected \"b\", the plan has nothing",
                        "backend setting path: expected nothing, the plan has a value"),
                backend.differences("s3", Map.of("bucket", "b")));
        assertEquals(
                List.of("backend setting path: expected \"elsewhere\", the plan has \"state/here.tfstate\""),
                backend.differences("local", Map.of("path", "elsewhere")));
    }
}
