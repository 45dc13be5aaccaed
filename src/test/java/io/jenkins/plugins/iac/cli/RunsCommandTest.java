package io.jenkins.plugins.iac.cli;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.run.RunState;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Whoever looks at a run is told what its state means and what to do next, whichever command it is and in both formats. */
public class RunsCommandTest {
    private static final String STACK = "stage/db";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Company company;

    private void told(RunState state, JsonNode document) {
        assertEquals(state.id(), document.path("state").asText());
        assertEquals(state.meaning(), document.path("meaning").asText());
        assertEquals(state.next(), document.path("next").asText());
        String run = document.path("run").asText();
        for (String[] question : new String[][] {{"runs"}, {"run", "show", run}}) {
            String text = company.text(question).ends(0).out();
            for (String word : new String[] {run, state.id(), state.meaning(), state.next()}) {
                assertTrue(word + " in " + text, text.contains(word));
            }
        }
    }

    @Test
    public void everyState_onTheWayOfARun_isToldWithMeaningAndNextStep() throws Exception {
        company = new Company(folder.getRoot().toPath())
                .stack(STACK, "", "resource \"terraform_data\" \"db\" {}\n")
                .writeCatalog();
        company.commit();
        Answer plan = company.plan(STACK).ends(0);
        told(RunState.AWAITING_APPROVAL, plan.json());
        told(RunState.APPROVED, company.approve(plan, "bob", "payments").ends(0).json());
        told(RunState.VERIFIED, company.call("apply", plan.run()).ends(0).json());
    }
}
