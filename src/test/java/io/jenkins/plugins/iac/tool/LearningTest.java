package io.jenkins.plugins.iac.tool;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.IacException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a plan says is passed on after its secrets were learnt, or without the tool's own words. */
public class LearningTest {
    private static final String CODE =
            """
            terraform {
              backend "local" {}
            }
            variable "size" {
              type = number
            }
            resource "terraform_data" "a" {
              input = var.size
            }
            check "c" {
              assert {
                condition     = var.size < 0
                error_message = "found hidden-word"
              }
            }
            """;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private RealTool tool;
    private final List<String> asked = new ArrayList<>();

    @Before
    public void tool() throws Exception {
        tool = new RealTool(temporary.getRoot().toPath());
    }

    private Learning answering(boolean known) {
        return (saved, looked) -> {
            asked.add("saved " + saved + ", looked " + looked + ", heard "
                    + tool.log().contains("terraform_data.a"));
            return known;
        };
    }

    private ToolOutcome plan(String code, String name, Object size, boolean known) throws Exception {
        tool.write("main.tf", code);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        tool.events.clear();
        asked.clear();
        return terraform.plan(
                PlanOptions.to(tool.plan(name), size == null ? Map.of() : Map.of("size", size)), answering(known));
    }

    @Test
    public void plan_secretsLearnt_everythingIsSaidAfterwards() throws Exception {
        ToolOutcome outcome = plan(CODE, "one", 3, true);
        assertEquals(List.of("saved true, looked false, heard false"), asked);
        assertTrue(tool.log(), tool.log().contains("terraform_data.a: Plan to create"));
        assertTrue(tool.log(), tool.log().contains("found hidden-word"));
        assertEquals(1, outcome.warnings().size());
        assertTrue(outcome.summary().isPresent());
    }

    @Test
    public void plan_secretsNotLearnt_onlyPlacesAndCountsAreSaid() throws Exception {
        ToolOutcome outcome = plan(CODE, "one", 3, false);
        assertFalse(tool.log() + outcome, (tool.log() + outcome).contains("hidden-word"));
        assertTrue(tool.log(), tool.log().contains("terraform_data.a: planned"));
        assertTrue(tool.log(), tool.log().contains("Warning: (withheld) (main.tf:12)"));
        assertEquals(1, outcome.summary().orElseThrow().add());
    }

    @Test
    public void plan_failing_isLearntFromWhatWasSavedAndSaysNoMoreThanIsKnown() throws Exception {
        String failing = CODE
                + "resource \"terraform_data\" \"b\" {\n  lifecycle {\n    precondition {\n      condition = var.size < 0\n"
                + "      error_message = \"no hidden-word\"\n    }\n  }\n}\n";
        IacException known = assertThrows(IacException.class, () -> plan(failing, "one", 3, true));
        assertEquals(List.of("saved true, looked false, heard false"), asked);
        assertTrue(known.getMessage(), known.getMessage().contains("Resource precondition failed (main.tf:"));
        assertTrue(tool.log(), tool.log().contains("no hidden-word"));
        IacException silent = assertThrows(IacException.class, () -> plan(failing, "two", 3, false));
        assertTrue(silent.getMessage(), silent.getMessage().contains("(withheld) (main.tf:"));
        assertTrue(
                silent.problem().next(),
                silent.problem().next().startsWith("mend what the log says about why the tool's words are withheld"));
        assertEquals(
                "correct what the log of the run shows, then run again",
                known.problem().next());
        assertFalse(tool.log(), tool.log().contains("hidden-word"));
    }

    @Test
    public void plan_thatDoesNotBegin_leavesNothingAndHasLookedAtNothing() throws Exception {
        assertThrows(IacException.class, () -> plan(CODE, "one", null, true));
        assertEquals(List.of("saved false, looked false, heard false"), asked);
        assertTrue(tool.log(), tool.log().contains("Error: No value for required variable"));
    }

    @Test
    public void plan_ofAPlanFileThatWasThere_isNotTakenForTheNewOne() throws Exception {
        plan(CODE, "one", 3, true);
        assertThrows(IacException.class, () -> plan(CODE, "one", null, true));
        assertEquals(List.of("saved false, looked false, heard false"), asked);
    }

    @Test
    public void plan_withResourcesInTheState_hasLookedAtThem() throws Exception {
        tool.write("main.tf", CODE);
        Terraform terraform = tool.ready(ToolLimits.DEFAULT);
        terraform.plan(PlanOptions.to(tool.plan("one"), Map.of("size", 3)));
        terraform.apply(tool.plan("one"), "default");
        plan(CODE, "two", 3, false);
        assertEquals("saved true, looked true", asked.get(0).substring(0, 23));
        assertFalse("ids may come from anywhere", tool.log().contains("[id="));
    }
}
