package io.jenkins.plugins.iac.jenkins.metrics;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.queue.PoolGrant;
import io.jenkins.plugins.iac.jenkins.queue.Waited;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What is measured of waiting for agents and of their start. */
public class AgentTimesTest {
    private final Meters meters = new Meters();
    private final AgentTimes times = new AgentTimes(meters);
    private final Names names = new Names(List.of("pool-a"), List.of("prod/db"));

    private String text() {
        // A series is 0 when it is written first.
        meters.write(new Exposition());
        Exposition out = new Exposition();
        meters.write(out);
        return out.text();
    }

    private void has(String line) {
        assertTrue(line + " in\n" + text(), text().contains("\n" + line + "\n"));
    }

    private void given(String pool, String stack, int all, int locked, int frozen, boolean writes) {
        PoolGrant grant = new PoolGrant(pool, stack, "apply", "r1");
        Waited waited =
                new Waited(Duration.ofSeconds(all), Duration.ofSeconds(locked), Duration.ofSeconds(frozen), writes);
        times.given(grant, waited, names);
    }

    @Test
    public void given_apply_itsWaitIsToldInItsParts() {
        given("pool-a", "prod/db", 1000, 600, 300, true);
        has("iac_queue_seconds_sum{pool=\"pool-a\"} 100");
        has("iac_lock_wait_seconds_sum{pool=\"pool-a\"} 600");
        has("iac_freeze_wait_seconds_sum{pool=\"pool-a\"} 300");
        has("iac_stack_queue_seconds_total{pool=\"pool-a\",stack=\"prod/db\"} 100");
        has("iac_stack_queues_total{pool=\"pool-a\",stack=\"prod/db\"} 1");
        has("iac_stack_lock_wait_seconds_total{pool=\"pool-a\",stack=\"prod/db\"} 600");
        has("iac_stack_lock_waits_total{pool=\"pool-a\",stack=\"prod/db\"} 1");
    }

    @Test
    public void given_plan_waitsForNoLock() {
        given("pool-a", "prod/db", 30, 0, 0, false);
        has("iac_queue_seconds_sum{pool=\"pool-a\"} 30");
        assertFalse(text(), text().contains("lock_wait") || text().contains("freeze_wait"));
    }

    @Test
    public void given_unknownNamesAndAClockSetBack_countTogetherAsNoTime() {
        given("nobody", "x\"} 1", -50, 5, 0, true);
        has("iac_queue_seconds_sum{pool=\"other\"} 0");
        has("iac_stack_queues_total{pool=\"other\",stack=\"other\"} 1");
    }

    @Test
    public void online_agentThatWasMade_isMeasuredOnce() {
        times.made("pod-1", 1_000_000_000L);
        times.online("pod-1", Optional.of("pool-a"), 31_000_000_000L, names);
        times.online("pod-1", Optional.of("pool-a"), 99_000_000_000L, names);
        has("iac_agent_start_seconds_sum{pool=\"pool-a\"} 30");
        has("iac_agent_start_seconds_count{pool=\"pool-a\"} 1");
    }

    @Test
    public void online_notMadeHere_goneMeanwhile_orOfNoPool_isNotMeasured() {
        times.online("old", Optional.of("pool-a"), 5, names);
        times.made("gone", 1);
        times.gone("gone");
        times.online("gone", Optional.of("pool-a"), 5, names);
        times.made("plain", 1);
        times.online("plain", Optional.empty(), 5, names);
        assertEquals("", text());
    }
}
