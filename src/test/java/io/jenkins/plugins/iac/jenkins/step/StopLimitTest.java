package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.jenkins.step.StopLimit.Move;
import java.time.Duration;
import java.time.Instant;
import org.junit.After;
import org.junit.Test;

/** When a process that was stopped is asked, left alone, killed and given up. */
public class StopLimitTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

    @After
    public void reset() {
        System.clearProperty(StopLimit.PROPERTY);
    }

    private static StopLimit limit(int seconds) {
        return StopLimit.of(Duration.ofSeconds(seconds));
    }

    @Test
    public void next_asksUntilHeard_killsAfterGraceAndAnswer_givesUpAMinuteLater() {
        StopLimit asked = limit(600).heard(T);
        StopLimit killed = asked.killed(T.plusSeconds(661));
        Object[][] rows = {
            {"nobody heard it", limit(600), 0, Move.ASK},
            {"nobody heard it for long", limit(600), 99_999, Move.ASK},
            {"heard", asked, 0, Move.WAIT},
            {"the worker kills the tool now", asked, 601, Move.WAIT},
            {"the worker had a minute to say so", asked, 661, Move.KILL},
            {"a short grace waits no longer for the answer", limit(2).heard(T), 5, Move.KILL},
            {"killed and still there", killed, 700, Move.KILL},
            {"killed again counts from the first time", killed.killed(T.plusSeconds(720)), 722, Move.GIVE_UP},
            {"the clock was set back", asked, -5_000, Move.WAIT},
        };
        for (Object[] row : rows) {
            assertEquals((String) row[0], row[3], ((StopLimit) row[1]).next(T.plusSeconds((int) row[2])));
        }
    }

    @Test
    public void grace_outOfReason_isTheNearestWithin() {
        assertEquals(Duration.ofMinutes(10), StopLimit.grace());
        System.setProperty(StopLimit.PROPERTY, "30");
        assertEquals(Duration.ofSeconds(30), StopLimit.grace());
        System.setProperty(StopLimit.PROPERTY, "0");
        assertEquals(Duration.ofSeconds(2), StopLimit.grace());
        System.setProperty(StopLimit.PROPERTY, "999999999");
        assertEquals(Duration.ofDays(1), StopLimit.grace());
        System.setProperty(StopLimit.PROPERTY, "unknown");
        assertEquals(Duration.ofMinutes(10), StopLimit.grace());
    }
}
