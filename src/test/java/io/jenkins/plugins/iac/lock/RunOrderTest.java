package io.jenkins.plugins.iac.lock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
import io.jenkins.plugins.iac.model.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;

public class RunOrderTest {
    private static final Instant T = Instant.parse("2026-03-04T12:00:00Z");
    private static final StackId NETWORK = new StackId("prod/network");
    private static final StackId DB = new StackId("prod/db");
    private static final StackId APP = new StackId("prod/app");
    private static final Upstream GRAPH = new Upstream(Map.of(DB, List.of(NETWORK), APP, List.of(DB)));

    private final RunOrder one = new RunOrder(GRAPH, Map.of("p", 1), Map.of());
    private final RunOrder many = new RunOrder(GRAPH, Map.of("p", 10), Map.of());

    private static WaitingRun run(String id, StackId stack, Lane lane, Priority priority, int minute) {
        return new WaitingRun(id, stack, "p", lane, priority, T.plusSeconds(60L * minute));
    }

    private static WaitingRun write(String id, StackId stack, int minute) {
        return run(id, stack, Lane.WRITE, Priority.TRACKED, minute);
    }

    private static WaitingRun speculative(String id, StackId stack, int minute) {
        return run(id, stack, Lane.SPECULATIVE, Priority.TRACKED, minute);
    }

    @Test
    public void mayGo_alone_goes() {
        one.enqueue(write("a", DB, 0));
        assertTrue(one.mayGo("a", T));
        assertTrue(one.start("a", T));
        assertFalse("one at work needs no turn", one.mayGo("a", T));
    }

    @Test
    public void mayGo_unknownRun_doesNot() {
        assertFalse(one.mayGo("nobody", T));
        assertEquals("unknown", one.explain("nobody", T).reasons().get(0).found());
    }

    @Test
    public void mayGo_poolFull_waitsForTheOneAtWork() {
        one.enqueue(write("a", DB, 0));
        one.enqueue(write("b", new StackId("dev/x"), 1));
        assertFalse(one.mayGo("b", T));
        assertTrue(one.start("a", T));
        assertFalse(one.mayGo("b", T));
        one.finish("a");
        assertTrue(one.mayGo("b", T));
    }

    @Test
    public void mayGo_applyDueBehindManySpeculativePlans_goesFirst() {
        for (int i = 0; i < 50; i++) {
            one.enqueue(speculative("plan-" + i, DB, i));
        }
        one.enqueue(write("apply", DB, 60));
        Instant now = T.plus(Duration.ofHours(1));
        assertTrue(one.mayGo("apply", now));
        assertFalse(one.mayGo("plan-0", now));
        assertEquals(1, one.explain("apply", now).position());
    }

    @Test
    public void mayGo_speculativePlanThatWaitedLong_isNotStarvedByApplies() {
        one.enqueue(run("plan", DB, Lane.SPECULATIVE, Priority.SCHEDULED, 0));
        one.enqueue(run("apply", APP, Lane.WRITE, Priority.SCHEDULED, 3 * 60));
        assertFalse(one.mayGo("plan", T.plus(Duration.ofHours(3))));
        Instant late = T.plus(RunOrder.PATIENCE);
        assertTrue(one.mayGo("plan", late));
        assertFalse(one.mayGo("apply", late));
    }

    @Test
    public void mayGo_priority_isWorthSomeWaitingAndNoMore() {
        one.enqueue(run("scheduled", NETWORK, Lane.WRITE, Priority.SCHEDULED, 0));
        one.enqueue(run("emergency", new StackId("dev/x"), Lane.WRITE, Priority.EMERGENCY, 60));
        assertTrue(one.mayGo("emergency", T));
        one.finish("emergency");
        one.enqueue(run("late", new StackId("dev/x"), Lane.WRITE, Priority.EMERGENCY, 5 * 60));
        assertTrue("four hours of waiting are worth an emergency", one.mayGo("scheduled", T));
        assertFalse(one.mayGo("late", T));
    }

    @Test
    public void mayGo_environmentThatOneRunAtATimeChanges_waitsForTheOneAtWorkAndNoPlanDoes() {
        StackId web = new StackId("prod/web");
        StackId other = new StackId("dev/x");
        RunOrder order = new RunOrder(Upstream.NONE, Map.of(), Map.of(web, "prod", DB, "prod"));
        order.enqueue(write("first", web, 0));
        order.enqueue(write("second", DB, 1));
        order.enqueue(write("third", DB, 2));
        order.enqueue(write("elsewhere", other, 3));
        order.enqueue(run("plan", new StackId("prod/new"), Lane.TRACKED_PLAN, Priority.TRACKED, 4));
        order.enqueue(run("tracked", web, Lane.TRACKED_PLAN, Priority.TRACKED, -1));
        assertTrue("the first waits for a plan of its stack", order.mayGo("second", T));
        order.finish("tracked");
        assertFalse("of one pool the first competes", order.mayGo("second", T));
        assertTrue(order.start("first", T));
        assertFalse(order.mayGo("second", T));
        assertTrue(order.mayGo("elsewhere", T) && order.mayGo("plan", T));
        Condition reason = order.explain("second", T).reasons().stream()
                .filter(c -> !c.passed())
                .findFirst()
                .orElseThrow();
        assertEquals("order.environment", reason.rule());
        assertTrue(order.isBehind("second"));
        assertFalse(order.isBehind("elsewhere") || order.isBehind("first") || order.isBehind("nobody"));
        assertEquals("no other run that changes prod", reason.expected());
        assertEquals("run first of prod/web", reason.found());
        order.enqueue(write("late", web, 5));
        order.finish("first");
        assertTrue(order.start("second", T));
        assertFalse("one of them only", order.mayGo("late", T));
        order.finish("second");
        assertTrue(order.mayGo("third", T));
        assertFalse(order.mayGo("late", T));
        order.hold("third", Condition.failed("freeze", "none", "one", "wait"));
        assertTrue("what is held keeps nobody behind it", order.mayGo("late", T));
        order.hold("third", null);
        order.resume(write("after a restart", web, -5));
        assertFalse(order.mayGo("third", T));
    }

    @Test
    public void mayGo_sameStack_oneAtATimeInOrder() {
        many.enqueue(write("second", DB, 1));
        many.enqueue(write("first", DB, 0));
        assertFalse(many.mayGo("second", T));
        assertTrue(many.start("first", T));
        assertFalse(many.mayGo("second", T));
        Condition reason = many.explain("second", T).reasons().get(0);
        assertEquals("order.stack", reason.rule());
        assertEquals("run first of prod/db", reason.found());
        many.finish("first");
        assertTrue(many.mayGo("second", T));
    }

    @Test
    public void mayGo_stackUpstreamHasARun_waitsForIt() {
        many.enqueue(write("db", DB, 0));
        assertTrue(many.mayGo("db", T));
        many.enqueue(write("network", NETWORK, 5));
        assertFalse("enqueued together, upstream goes first", many.mayGo("db", T));
        assertTrue(many.start("network", T));
        assertFalse(many.mayGo("db", T));
        assertEquals(
                "run network of prod/network",
                many.explain("db", T).reasons().get(1).found());
        many.finish("network");
        assertTrue(many.mayGo("db", T));
    }

    @Test
    public void mayGo_upstreamRunsKeepComing_areNotWaitedForAfterTheGrace() {
        many.enqueue(write("db", DB, 0));
        many.enqueue(write("network", NETWORK, 16));
        assertTrue(many.mayGo("db", T));
    }

    @Test
    public void mayGo_speculativePlan_waitsForNoStack() {
        many.enqueue(write("db", DB, 0));
        assertTrue(many.start("db", T));
        many.enqueue(speculative("plan", DB, 1));
        assertTrue(many.mayGo("plan", T));
    }

    @Test
    public void resume_moreAtWorkThanTheLimit_countsThemAndStartsNoMore() {
        one.resume(write("a", DB, 0));
        one.resume(write("b", APP, 0));
        one.enqueue(speculative("c", APP, 1));
        one.finish("a");
        assertFalse(one.mayGo("c", T));
        one.finish("b");
        assertTrue(one.mayGo("c", T));
        assertEquals(0, one.running());
    }

    @Test
    public void enqueue_twice_isRefused() {
        one.enqueue(write("a", DB, 0));
        assertThrows(IllegalArgumentException.class, () -> one.enqueue(write("a", DB, 0)));
    }

    @Test
    public void finish_whatIsNotInLine_changesNothing() {
        one.finish("nobody");
        assertEquals(0, one.waiting());
    }

    /** Random histories against the rules written down in the plainest way. */
    @Test
    public void mayGo_randomHistories_answersAsThePlainRulesDo() {
        Random random = new Random(42);
        for (int history = 0; history < 40; history++) {
            int most = 3 + random.nextInt(10);
            Map<StackId, List<StackId>> graph = graph(random, 3 + random.nextInt(10));
            List<StackId> stacks = new ArrayList<>(graph.keySet());
            Map<StackId, String> alone = alone(random, stacks);
            RunOrder order = new RunOrder(new Upstream(graph), PlainOrder.LIMITS, alone);
            PlainOrder plain = new PlainOrder(graph, alone);
            for (int step = 0; step < 300; step++) {
                Instant now = T.plusSeconds(step * 120L);
                if (random.nextInt(3) > 0 && plain.waiting.size() < most) {
                    WaitingRun run = new WaitingRun(
                            "r" + history + "-" + step,
                            stacks.get(random.nextInt(stacks.size())),
                            "p" + random.nextInt(3),
                            Lane.values()[random.nextInt(5) % 3],
                            Priority.values()[random.nextInt(3)],
                            now.minusSeconds(random.nextInt(4_000)));
                    order.enqueue(run);
                    plain.waiting.put(run.run(), run);
                } else if (!plain.running.isEmpty() && random.nextBoolean()) {
                    String run = plain.running.keySet().iterator().next();
                    order.finish(run);
                    plain.running.remove(run);
                } else if (!plain.waiting.isEmpty()) {
                    WaitingRun run = List.copyOf(plain.waiting.values()).get(random.nextInt(plain.waiting.size()));
                    befalls(run, random.nextInt(8), order, plain);
                }
                for (WaitingRun run : List.copyOf(plain.waiting.values())) {
                    boolean expected = plain.mayGo(run, now);
                    assertEquals(run + " at step " + step, expected, order.mayGo(run.run(), now));
                    Turn turn = order.explain(run.run(), now);
                    assertEquals(expected, turn.mayGo());
                    assertEquals(run + " at step " + step, plain.position(run, now), turn.position());
                }
                for (String pool : PlainOrder.LIMITS.keySet()) {
                    assertEquals(pool + " at step " + step, plain.first(pool, now), order.first(pool, now));
                }
                List<String> told = order.report(now).stream()
                        .map(w -> w.run().run())
                        .sorted()
                        .toList();
                assertEquals(plain.waiting.keySet().stream().sorted().toList(), told);
                plain.waiting.values().stream()
                        .filter(r -> plain.mayGo(r, now) && random.nextInt(4) == 0)
                        .findFirst()
                        .ifPresent(r -> {
                            assertTrue(order.start(r.run(), now));
                            plain.start(r, now);
                        });
            }
        }
    }

    /** A run that waits is canceled, found at work, held or let go, or nothing happens to it. */
    private static void befalls(WaitingRun run, int what, RunOrder order, PlainOrder plain) {
        if (what == 0) {
            order.finish(run.run());
            plain.waiting.remove(run.run());
        } else if (what == 1) {
            order.resume(run);
            plain.waiting.remove(run.run());
            plain.running.put(run.run(), run);
        } else if (what == 2) {
            order.hold(run.run(), Condition.failed("freeze", "none", "one", "wait"));
            plain.held.add(run.run());
        } else if (what == 3) {
            order.hold(run.run(), null);
            plain.held.remove(run.run());
        }
    }

    /** A stack and one that depends on it, in an environment that one run at a time changes. */
    private static RunOrder alone(int limit) {
        return new RunOrder(GRAPH, Map.of("p", limit), Map.of(NETWORK, "prod", DB, "prod"));
    }

    @Test
    public void finish_canceledBeforeItsTurn_isCountedByNobody() {
        RunOrder order = alone(10);
        order.enqueue(write("depends", DB, 0));
        order.enqueue(write("canceled", NETWORK, 1));
        assertFalse(order.mayGo("depends", T));
        order.finish("canceled");
        order.enqueue(write("later", APP, 60));
        assertEquals(2, order.explain("later", T).position());
        assertEquals(2, order.report(T).size());
    }

    @Test
    public void resume_atWorkBehindOneThatDependsOnIt_leavesItsPlaceInTheLine() {
        RunOrder order = alone(2);
        order.enqueue(write("depends", DB, 0));
        order.resume(write("at work", NETWORK, 20));
        order.enqueue(write("other", new StackId("dev/x"), 40));
        assertEquals("other", order.first("p", T));
        assertTrue("one of the two agents is free", order.mayGo("other", T));
        order.finish("at work");
        assertEquals("depends", order.first("p", T));
    }

    private static Map<StackId, String> alone(Random random, List<StackId> stacks) {
        Map<StackId, String> alone = new HashMap<>();
        stacks.forEach(s -> {
            int environment = random.nextInt(3);
            if (environment < 2) {
                alone.put(s, "e" + environment);
            }
        });
        return alone;
    }

    private static Map<StackId, List<StackId>> graph(Random random, int size) {
        Map<StackId, List<StackId>> graph = new HashMap<>();
        for (int i = 0; i < size; i++) {
            List<StackId> upstream = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(4) == 0) {
                    upstream.add(new StackId("s" + j));
                }
            }
            graph.put(new StackId("s" + i), upstream);
        }
        return graph;
    }
}
