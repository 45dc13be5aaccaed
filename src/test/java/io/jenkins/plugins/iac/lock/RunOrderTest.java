package io.jenkins.plugins.iac.lock;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.lock.WaitingRun.Lane;
import io.jenkins.plugins.iac.lock.WaitingRun.Priority;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.StackId;
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
    private static final Map<StackId, List<StackId>> GRAPH = Map.of(DB, List.of(NETWORK), APP, List.of(DB));

    private final RunOrder one = new RunOrder(GRAPH, Map.of("p", 1));
    private final RunOrder many = new RunOrder(GRAPH, Map.of("p", 10));

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
        RunOrder order = new RunOrder(Map.of(), Map.of(), Map.of(web, "prod", DB, "prod"));
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
        for (int history = 0; history < 30; history++) {
            Map<StackId, List<StackId>> graph = graph(random, 12);
            List<StackId> stacks = new ArrayList<>(graph.keySet());
            Map<StackId, String> alone = alone(random, stacks);
            RunOrder order = new RunOrder(graph, PlainOrder.LIMITS, alone);
            PlainOrder plain = new PlainOrder(graph, alone);
            for (int step = 0; step < 300; step++) {
                Instant now = T.plusSeconds(step * 120L);
                if (random.nextInt(3) > 0 && plain.waiting.size() < 40) {
                    WaitingRun run = new WaitingRun(
                            "r" + history + "-" + step,
                            stacks.get(random.nextInt(stacks.size())),
                            "p" + random.nextInt(3),
                            Lane.values()[random.nextInt(3)],
                            Priority.values()[random.nextInt(3)],
                            now.minusSeconds(random.nextInt(20_000)));
                    order.enqueue(run);
                    plain.waiting.put(run.run(), run);
                } else if (!plain.running.isEmpty() && random.nextBoolean()) {
                    String run = plain.running.keySet().iterator().next();
                    order.finish(run);
                    plain.running.remove(run);
                } else if (!plain.waiting.isEmpty() && random.nextInt(8) == 0) {
                    String run = plain.waiting.keySet().iterator().next();
                    order.finish(run);
                    plain.waiting.remove(run);
                }
                for (WaitingRun run : List.copyOf(plain.waiting.values())) {
                    boolean expected = plain.mayGo(run, now);
                    assertEquals(run + " at step " + step, expected, order.mayGo(run.run(), now));
                    assertEquals(expected, order.explain(run.run(), now).mayGo());
                }
                plain.waiting.values().stream()
                        .filter(r -> plain.mayGo(r, now))
                        .findFirst()
                        .ifPresent(r -> {
                            assertTrue(order.start(r.run(), now));
                            plain.waiting.remove(r.run());
                            plain.running.put(r.run(), r);
                        });
            }
        }
    }

    private static Map<StackId, String> alone(Random random, List<StackId> stacks) {
        Map<StackId, String> alone = new HashMap<>();
        stacks.forEach(s -> {
            int environment = random.nextInt(4);
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
                if (random.nextInt(5) == 0) {
                    upstream.add(new StackId("s" + j));
                }
            }
            graph.put(new StackId("s" + i), upstream);
        }
        return graph;
    }

    /** The rules as sentences, quadratic and plain. */
    private static final class PlainOrder {
        static final Map<String, Integer> LIMITS = Map.of("p0", 2, "p1", 0, "p2", 3);
        final Map<String, WaitingRun> waiting = new HashMap<>();
        final Map<String, WaitingRun> running = new HashMap<>();
        private final Map<StackId, List<StackId>> graph;
        private final Map<StackId, String> alone;

        PlainOrder(Map<StackId, List<StackId>> graph, Map<StackId, String> alone) {
            this.graph = graph;
            this.alone = alone;
        }

        boolean mayGo(WaitingRun run, Instant now) {
            if (isBlocked(run)) {
                return false;
            }
            int limit = LIMITS.get(run.pool());
            long atWork = running.values().stream()
                    .filter(r -> r.pool().equals(run.pool()))
                    .count();
            long before = waiting.values().stream()
                    .filter(r -> r.pool().equals(run.pool()) && goesBefore(r, run, now))
                    .filter(r -> !isBlocked(r))
                    .count();
            return limit == 0 || atWork + before < limit;
        }

        private boolean isBlocked(WaitingRun run) {
            return isBlockedElsewhere(run)
                    || running.values().stream().anyMatch(other -> isSameAlone(run, other))
                    || waiting.values().stream()
                            .anyMatch(other -> other != run
                                    && isSameAlone(run, other)
                                    && other.pool().equals(run.pool())
                                    && earlier(other, run)
                                    && !isBlockedElsewhere(other));
        }

        private boolean isSameAlone(WaitingRun run, WaitingRun other) {
            String environment = alone.get(run.stack());
            return environment != null
                    && environment.equals(alone.get(other.stack()))
                    && run.lane() == Lane.WRITE
                    && other.lane() == Lane.WRITE;
        }

        private boolean isBlockedElsewhere(WaitingRun run) {
            if (run.lane() == Lane.SPECULATIVE) {
                return false;
            }
            for (WaitingRun other : running.values()) {
                if (other.lane() != Lane.SPECULATIVE
                        && (other.stack().equals(run.stack())
                                || graph.get(run.stack()).contains(other.stack()))) {
                    return true;
                }
            }
            for (WaitingRun other : waiting.values()) {
                if (other.lane() == Lane.SPECULATIVE || other == run) {
                    continue;
                }
                if (other.stack().equals(run.stack()) && earlier(other, run)
                        || graph.get(run.stack()).contains(other.stack())
                                && !other.since().isAfter(run.since().plus(RunOrder.GRACE))) {
                    return true;
                }
            }
            return false;
        }

        private static boolean goesBefore(WaitingRun other, WaitingRun run, Instant now) {
            boolean otherOrdinary = isOrdinary(other, now);
            return otherOrdinary == isOrdinary(run, now) ? earlier(other, run) : otherOrdinary;
        }

        private static boolean isOrdinary(WaitingRun run, Instant now) {
            return run.lane() != Lane.SPECULATIVE || !now.isBefore(run.key().plus(RunOrder.PATIENCE));
        }

        private static boolean earlier(WaitingRun other, WaitingRun run) {
            int order = other.key().compareTo(run.key());
            return order < 0 || order == 0 && other.run().compareTo(run.run()) < 0;
        }
    }
}
