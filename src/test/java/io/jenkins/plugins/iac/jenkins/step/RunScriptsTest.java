package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.model.StackId;
import java.util.List;
import org.junit.Test;

public class RunScriptsTest {
    private static final List<String> NO_STACKS =
            List.of("", "a'b", "a\\u0027", "a$b", "a\nb", "a\" + b", "../a", "a b", "/a", "a/", "-a");
    private static final List<String> NO_TIMES = List.of("8", "0h", "-1h", "8h'", "8 h", "1.5h", "8h; echo");

    @Test
    public void script_ofAStack_isTheThreeSteps() {
        String expected =
                """
                def result = null
                iacAgent(stack: 'prod/db-1', operation: 'plan') { result = iacPlan(stack: 'prod/db-1') }
                if (result.state != 'no_changes' && result.state != 'plan_only') {
                    iacApproval(stack: 'prod/db-1', timeout: '8h')
                    iacAgent(stack: 'prod/db-1', operation: 'apply') { result = iacApply(stack: 'prod/db-1') }
                }
                return result
                """;
        assertEquals(expected, RunScripts.run("prod/db-1", "8h", null));
        assertEquals(expected.replace(", timeout: '8h'", ""), RunScripts.run("prod/db-1", null, null));
    }

    @Test
    public void script_ofWhatIsNoStackOrTime_isNotMade() {
        for (String stack : NO_STACKS) {
            assertThrows(stack, IllegalArgumentException.class, () -> RunScripts.run(stack, null, null));
        }
        for (String time : NO_TIMES) {
            assertThrows(time, IllegalArgumentException.class, () -> RunScripts.run("prod/db", time, null));
        }
    }

    @Test
    public void script_withATicket_namesItWhereTheRunBegins() {
        String script = RunScripts.destroy("prod/db", null, "OPS-12");
        assertTrue(script, script.contains("iacAgent(stack: 'prod/db', operation: 'destroy', ticket: 'OPS-12') {"));
        assertEquals(1, script.split("OPS-12", -1).length - 1);
        assertTrue(
                RunScripts.run("prod/db", null, "org/infra#7").contains("operation: 'plan', ticket: 'org/infra#7')"));
    }

    @Test
    public void script_ofWhatIsNoTicket_isNotMade() {
        for (String ticket : List.of("", "a'b", "a b", "$x", "a\nb", "\\u0027", "-x", "x".repeat(101))) {
            assertThrows(ticket, IllegalArgumentException.class, () -> RunScripts.run("prod/db", null, ticket));
        }
    }

    @Test
    public void destroy_isDestroyFromTheBeginningToTheEnd() {
        String script = RunScripts.destroy("prod/db-1", "8h", null);
        assertEquals(
                """
                def result = null
                iacAgent(stack: 'prod/db-1', operation: 'destroy') { result = iacPlan(stack: 'prod/db-1', destroy: true) }
                if (result.state != 'no_changes' && result.state != 'plan_only') {
                    iacApproval(stack: 'prod/db-1', timeout: '8h')
                    iacAgent(stack: 'prod/db-1', operation: 'destroy') { result = iacApply(stack: 'prod/db-1') }
                }
                return result
                """,
                script);
    }

    @Test
    public void import_isImportFromTheBeginningToTheEnd() {
        assertEquals(
                """
                def result = null
                iacAgent(stack: 'prod/db', operation: 'import') { result = iacPlan(stack: 'prod/db', importOnly: true) }
                if (result.state != 'no_changes' && result.state != 'plan_only') {
                    iacApproval(stack: 'prod/db')
                    iacAgent(stack: 'prod/db', operation: 'import') { result = iacApply(stack: 'prod/db') }
                }
                return result
                """,
                RunScripts.imports("prod/db", null, null));
    }

    @Test
    public void plans_ofSeveralStacks_areBesideEachOtherAndApplyNothing() {
        String script = RunScripts.plans(List.of(new StackId("prod/a"), new StackId("prod/b")));
        assertTrue(script, script.contains("looks['prod/b'] = {"));
        assertTrue(
                script,
                script.contains(
                        "iacAgent(stack: 'prod/a', operation: 'plan') { results['prod/a'] = iacPlan(stack: 'prod/a') }"));
        assertTrue(script, script.contains("parallel looks"));
        assertFalse(script, script.contains("iacApply"));
        assertFalse(RunScripts.plans(List.of()).contains("parallel"));
    }

    @Test
    public void drift_onlyRefreshesAndWaitsWhereTheOverrideTeamHasTheWord() {
        assertEquals(
                """
                def result = null
                iacAgent(stack: 'prod/db', operation: 'drift') { result = iacPlan(stack: 'prod/db', refreshOnly: true) }
                if (result.state == 'planned') { result = iacApproval(stack: 'prod/db') }
                return result
                """,
                RunScripts.drift("prod/db"));
        String schedule = RunScripts.drifts(List.of(new StackId("prod/db")));
        assertFalse("a schedule waits for nobody: " + schedule, schedule.contains("iacApproval"));
        assertTrue(schedule, schedule.contains("== 'planned') { currentBuild.result = 'UNSTABLE' }"));
        assertThrows(IllegalArgumentException.class, () -> RunScripts.drift("a'b"));
        assertThrows(IllegalArgumentException.class, () -> RunScripts.destroy("a/b', x: '", null, null));
    }
}
