package io.jenkins.plugins.iac.lock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Speculative plans that waited for hours, and applies that are due, in a pool of one. */
public class OldPlansTest {
    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final Map<String, Integer> ONE = Map.of("p", 1);

    /** {@code o1} is an old plan, {@code y1} a young one, {@code t1} a tracked plan, {@code a1} an apply; 1 came first. */
    private static WaitingRun run(String name) {
        int number = Integer.parseInt(name.substring(1));
        char kind = name.charAt(0);
        Duration ago =
                kind == 'o' ? Duration.ofHours(10).minusMinutes(number) : Duration.ofMinutes(100L - 10L * number);
        Lane lane = kind == 'a' ? Lane.WRITE : kind == 't' ? Lane.TRACKED_PLAN : Lane.SPECULATIVE;
        return new WaitingRun(name, new StackId(name), "p", lane, Priority.SCHEDULED, NOW.minus(ago));
    }

    private static RunOrder order(String names) {
        RunOrder order = new RunOrder(Upstream.NONE, ONE, Map.of());
        for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
            boolean held = name.endsWith("!");
            String run = held ? name.substring(0, name.length() - 1) : name;
            order.enqueue(run(run));
            order.hold(run, held ? Condition.failed("freeze", "none", "one", "wait") : null);
        }
        return order;
    }

    @Test
    public void start_table_anApplyLetsOneOldPlanPassAndNoMore() {
        String[][] rows = {
            {"o1 o2 o3", "o1 o2 o3"},
            {"o1 o2 o3 a1", "o1 a1 o2 o3"},
            {"o1 o2 o3 a1 a2 a3", "o1 a1 a2 a3 o2 o3"},
            {"y1 y2 a5", "a5 y1 y2"},
            {"o1 y1 a1", "o1 a1 y1"},
            {"o1 o2 t1", "o1 o2 t1"},
            {"o1 o2 t1 a2", "o1 t1 a2 o2"},
            {"o1 o2 a1!", "o1 o2"},
            {"o1! o2 a1", "o2 a1"},
            {"", ""},
        };
        for (String[] row : rows) {
            RunOrder order = order(row[0]);
            List<String> went = new ArrayList<>();
            for (String next = order.first("p", NOW); next != null; next = order.first("p", NOW)) {
                assertTrue(order.start(next, NOW));
                order.finish(next);
                went.add(next);
            }
            assertEquals(row[0], row[1], String.join(" ", went));
        }
    }

    @Test
    public void start_appliesKeepComing_oldPlansGoBetweenThem() {
        RunOrder order = order("o1 o2 o3");
        Instant now = NOW;
        List<String> went = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            now = now.plusSeconds(60);
            order.enqueue(new WaitingRun("apply" + i, new StackId("s" + i), "p", Lane.WRITE, Priority.TRACKED, now));
            String next = order.first("p", now);
            assertTrue(order.start(next, now.plusSeconds(1)));
            order.finish(next);
            went.add(next);
        }
        assertEquals("[o1, apply0, o2, apply1, apply2, o3]", went.toString());
    }

    @Test
    public void explain_applyBehindManyOldPlans_isSecondThenFirst() {
        StringBuilder names = new StringBuilder("a1");
        for (int i = 1; i <= 200; i++) {
            names.append(" o").append(i);
        }
        RunOrder order = order(names.toString());
        assertEquals(2, order.explain("a1", NOW).position());
        assertTrue(order.start("o1", NOW));
        assertEquals(1, order.explain("a1", NOW).position());
        assertEquals(2, order.explain("o2", NOW).position());
        assertEquals("a1", order.report(NOW).get(0).run().run());
        assertFalse("of what nobody knows nothing goes", order.mayGo("unknown", NOW));
    }

    @Test
    public void rules_changeWhileAnApplyWaits_itIsPassedByNoSecondPlan() {
        WaitingLine line = new WaitingLine();
        line.rules(Upstream.NONE, ONE, Map.of());
        for (String name : List.of("o1", "o2", "a1")) {
            line.enqueue(run(name));
        }
        assertTrue(line.take("o1", NOW));
        line.rules(Upstream.NONE, Map.of("p", 1, "q", 1), Map.of());
        line.finished("o1");
        assertEquals("a1", line.report(NOW).keySet().iterator().next());
        assertFalse(line.mayGo("o2", NOW));
        assertTrue(line.take("a1", NOW));
    }
}
