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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Stacks that depend on each other through stacks for which nothing waits. */
public class UpstreamOrderTest {
    private static final Instant T = Instant.parse("2026-03-04T12:00:00Z");
    private static final StackId NETWORK = new StackId("network");
    private static final StackId DB = new StackId("db");
    private static final StackId APP = new StackId("app");
    private static final StackId OTHER = new StackId("other");

    private final RunOrder order =
            new RunOrder(new Upstream(Map.of(DB, List.of(NETWORK), APP, List.of(DB, OTHER))), Map.of(), Map.of());

    private static WaitingRun run(StackId stack, int minute) {
        return new WaitingRun(
                stack.value(), stack, "p", Lane.WRITE, Priority.TRACKED, T.plus(Duration.ofMinutes(minute)));
    }

    private Condition why(String run) {
        return order.explain(run, T).reasons().stream()
                .filter(c -> c.rule().equals("order.upstream"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void mayGo_onlyTheFarStackHasARun_waitsForItAndSaysThroughWhich() {
        order.enqueue(run(APP, 0));
        assertTrue(order.mayGo("app", T));
        order.enqueue(run(NETWORK, 5));
        assertFalse("enqueued together, upstream goes first", order.mayGo("app", T));
        assertEquals("run network of network, through db", why("app").found());
        assertTrue(order.start("network", T));
        assertFalse(order.mayGo("app", T));
        order.finish("network");
        assertTrue(order.mayGo("app", T));
        assertEquals("none", why("app").found());
    }

    @Test
    public void mayGo_whatIsBetweenIsHeldOrGivesUp_waitsForTheFarOneAllTheSame() {
        order.enqueue(run(NETWORK, 0));
        order.enqueue(run(DB, 1));
        order.enqueue(run(APP, 2));
        assertEquals("run db of db", why("app").found());
        order.hold("db", Condition.failed("freeze", "none", "one", "wait"));
        assertEquals("run network of network, through db", why("app").found());
        assertEquals(
                "what is held says it, too", "run network of network", why("db").found());
        order.finish("db");
        assertFalse(order.mayGo("app", T));
        order.finish("network");
        assertTrue(order.mayGo("app", T));
    }

    @Test
    public void mayGo_farRunKeepsComingAfterTheGrace_isWaitedForOnlyWhenAtWork() {
        order.enqueue(run(APP, 0));
        order.enqueue(run(DB, 20));
        order.enqueue(run(NETWORK, 16));
        assertTrue(order.mayGo("app", T));
        order.resume(run(NETWORK, 16));
        assertFalse("the younger run between does not hide it", order.mayGo("app", T));
        assertEquals("run network of network, through db", why("app").found());
    }

    @Test
    public void mayGo_heldRunIsLetGo_waitsForWhatCameMeanwhile() {
        order.enqueue(run(APP, 0));
        order.hold("app", Condition.failed("freeze", "none", "one", "wait"));
        order.resume(run(NETWORK, 0));
        order.hold("app", null);
        assertFalse(order.mayGo("app", T));
        order.resume(run(OTHER, 0));
        order.finish("network");
        assertEquals("run other of other", why("app").found());
        order.finish("other");
        assertTrue(order.mayGo("app", T));
    }

    /** Both ways in which such a chain can come; a cost that grows with its square would take minutes. */
    @Test(timeout = 60_000)
    public void start_chainOfTenThousand_oneAfterTheOther() {
        int length = 10_000;
        List<StackId> chain = new ArrayList<>();
        Map<StackId, List<StackId>> direct = new HashMap<>();
        for (int i = 0; i < length; i++) {
            chain.add(new StackId("s" + i));
            if (i > 0) {
                direct.put(chain.get(i), List.of(chain.get(i - 1)));
            }
        }
        Upstream upstream = new Upstream(direct);
        for (boolean down : new boolean[] {true, false}) {
            RunOrder chained = new RunOrder(upstream, Map.of(), Map.of());
            for (int i = 0; i < length; i++) {
                chained.enqueue(run(chain.get(down ? i : length - 1 - i), 0));
            }
            for (int i = 0; i < length; i++) {
                assertEquals("s" + i, chained.first("p", T));
                assertTrue(chained.start("s" + i, T));
                assertTrue(i == length - 1 || !chained.mayGo("s" + (i + 1), T));
                chained.finish("s" + i);
            }
        }
        RunOrder ends = new RunOrder(upstream, Map.of(), Map.of());
        ends.resume(run(chain.get(0), 0));
        ends.enqueue(run(chain.get(length - 1), 0));
        assertEquals(
                "run s0 of s0, through s9998, s9997, s9996 and 9995 more",
                ends.explain("s9999", T).reasons().get(1).found());
    }
}
