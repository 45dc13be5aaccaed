package io.jenkins.plugins.iac.lock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Test;

public class WaitingLineTest {
    private static final Instant T = Instant.parse("2026-03-04T12:00:00Z");
    private static final StackId NETWORK = new StackId("prod/network");
    private static final StackId DB = new StackId("prod/db");
    private static final Upstream GRAPH = new Upstream(Map.of(DB, List.of(NETWORK)));
    private static final Condition FREEZE =
            Condition.failed("freeze.global", "no freeze of everything", "frozen since noon by carol: audit", "wait");

    private final WaitingLine line = new WaitingLine();

    @Before
    public void catalog() {
        line.rules(GRAPH, Map.of("one", 1, "two", 2), Map.of());
    }

    private static WaitingRun run(String id, String stack, String pool, Lane lane, int minute) {
        return new WaitingRun(id, new StackId(stack), pool, lane, Priority.TRACKED, T.plusSeconds(60L * minute));
    }

    private static WaitingRun plan(String id, String pool, int minute) {
        return run(id, "dev/" + id, pool, Lane.SPECULATIVE, minute);
    }

    private List<String> order() {
        return List.copyOf(line.report(T).keySet());
    }

    /** Who gets the one agent that is free: rows are those that wait, in the order in which they came, then who goes. */
    @Test
    public void take_table_givesTheAgentToWhoeverGoesFirst() {
        Object[][] table = {
            {List.of(plan("p1", "any", 0), plan("p2", "any", 1)), "p1"},
            {
                List.of(plan("p1", "any", 0), plan("p2", "any", 1), run("due", "prod/db", "any", Lane.WRITE, 2)), "due",
            },
            {
                List.of(
                        run("plan", "prod/x", "any", Lane.TRACKED_PLAN, 0),
                        run("due", "prod/db", "any", Lane.WRITE, 1)),
                "plan",
            },
            {
                List.of(
                        run("db", "prod/db", "any", Lane.WRITE, 0),
                        run("network", "prod/network", "any", Lane.WRITE, 1)),
                "network",
            },
            {List.of(), null},
        };
        for (Object[] row : table) {
            WaitingLine fresh = new WaitingLine();
            fresh.rules(GRAPH, Map.of(), Map.of());
            @SuppressWarnings("unchecked")
            List<WaitingRun> runs = (List<WaitingRun>) row[0];
            runs.forEach(fresh::enqueue);
            List<String> went = new ArrayList<>();
            for (WaitingRun run : runs) {
                if (fresh.take(run.run(), T.plusSeconds(600))) {
                    went.add(run.run());
                    break;
                }
            }
            assertEquals(row[1] == null ? List.of() : List.of(row[1]), went);
        }
    }

    @Test
    public void take_ofARunThatNobodyPutInLine_isRefused() {
        assertFalse(line.take("unknown", T));
        assertFalse(line.mayGo("unknown", T));
        assertTrue(line.explain("unknown", T).isEmpty());
    }

    @Test
    public void take_upToTheMostOfThePool_andNoMoreUntilOneEnds() {
        for (String id : List.of("a", "b", "c")) {
            line.enqueue(plan(id, "two", 0));
        }
        assertTrue(line.take("a", T));
        assertTrue(line.take("b", T));
        assertFalse(line.take("c", T));
        assertEquals(
                "place 1 in the line of two: order.pool: expected at most 2 in two, found 2 at work, 0 ready before it;"
                        + " wait",
                line.explain("c", T).orElseThrow().sentence());
        line.finished("a");
        assertTrue(line.take("c", T));
    }

    @Test
    public void take_firstCannotUseTheAgent_othersMayAfterTheCourtesy() {
        line.enqueue(plan("first", "any", 0));
        line.enqueue(plan("second", "any", 1));
        assertFalse(line.take("second", T));
        assertFalse(line.take("second", T.plus(WaitingLine.COURTESY).minusMillis(1)));
        assertTrue(line.take("second", T.plus(WaitingLine.COURTESY)));
    }

    @Test
    public void giveBack_ofAnAgentThatWasNotHandedOut_keepsThePlace() {
        line.enqueue(plan("a", "one", 0));
        line.enqueue(plan("b", "one", 1));
        assertTrue(line.take("a", T));
        line.giveBack("a");
        assertEquals(List.of("a", "b"), order());
        assertFalse(line.take("b", T));
        assertTrue(line.take("a", T));
    }

    @Test
    public void hold_keepsARunAndNobodyBehindIt() {
        line.enqueue(run("held", "prod/db", "one", Lane.WRITE, 0));
        line.enqueue(run("other", "dev/x", "one", Lane.WRITE, 1));
        line.enqueue(run("same", "prod/db", "any", Lane.TRACKED_PLAN, 2));
        assertTrue(line.hold("held", FREEZE));
        assertFalse("nothing new", line.hold("held", FREEZE));
        assertFalse(line.mayGo("held", T));
        assertTrue(line.mayGo("same", T));
        assertTrue(line.explain("held", T)
                .orElseThrow()
                .sentence()
                .startsWith(
                        "place 1 in the line of one: freeze.global: expected no freeze of everything, found frozen"));
        assertTrue(line.take("other", T));
        line.finished("other");
        assertTrue(line.hold("held", null));
        assertTrue(line.take("held", T));
        assertFalse("waits behind the apply of its stack", line.mayGo("same", T));
    }

    @Test
    public void rules_ofANewCatalog_keepPlacesWorkAndHolds() {
        line.enqueue(plan("a", "one", 0));
        line.enqueue(plan("b", "one", 1));
        line.enqueue(run("held", "prod/db", "one", Lane.WRITE, 2));
        line.hold("held", FREEZE);
        assertTrue(line.take("a", T));
        assertFalse(line.mayGo("b", T));
        line.rules(GRAPH, Map.of("one", 2), Map.of());
        assertTrue(line.mayGo("b", T));
        assertFalse(line.mayGo("held", T));
        assertEquals(List.of("held", "b"), order());
    }

    @Test
    public void started_withoutItsTurn_countsAllTheSame() {
        line.started(plan("resumed", "one", 0));
        line.enqueue(plan("b", "one", 1));
        assertFalse(line.take("b", T));
        assertFalse("is at work", line.enqueue(plan("resumed", "one", 0)));
        line.finished("resumed");
        assertTrue(line.take("b", T));
    }

    @Test
    public void report_saysPlaceAndReasonOfEveryOne() {
        line.enqueue(plan("p1", "one", 0));
        line.enqueue(plan("p2", "one", 1));
        line.enqueue(run("due", "prod/db", "one", Lane.WRITE, 2));
        line.started(run("network", "prod/network", "two", Lane.WRITE, 0));
        Map<String, Waiter> waiters = line.report(T.plusSeconds(300));
        List<Waiter> report = List.copyOf(waiters.values());
        assertEquals(List.of("due", "p1", "p2"), List.copyOf(waiters.keySet()));
        assertEquals(
                List.of(1, 2, 3), report.stream().map(w -> w.turn().position()).toList());
        assertTrue(report.get(0).reason(), report.get(0).reason().contains("run network of prod/network"));
        assertTrue("the blocked one holds up nobody", report.get(1).turn().mayGo());
        assertEquals(
                "order.pool: expected at most 1 in one, found 0 at work, 1 ready before it; wait",
                report.get(2).reason());
        for (Waiter waiter : report) {
            assertEquals(
                    waiter, line.explain(waiter.run().run(), T.plusSeconds(300)).orElseThrow());
        }
    }

    @Test
    public void knows_untilItHasFinished() {
        assertFalse(line.knows("a"));
        line.enqueue(plan("a", "one", 0));
        assertTrue(line.knows("a"));
        assertTrue(line.take("a", T));
        assertTrue("at work", line.knows("a"));
        line.finished("a");
        assertFalse("its next block must enter anew", line.knows("a"));
    }
}
