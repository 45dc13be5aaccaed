package io.jenkins.plugins.iac.jenkins.queue;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.iac.lock.Hindrance;
import io.jenkins.plugins.iac.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.Test;

/** How the time that a run waited is divided among what was in its way. */
public class DelaysTest {
    private static final Instant T = Instant.parse("2026-11-21T12:00:00Z");
    private final Delays delays = new Delays();

    private void note(Hindrance hindrance, int second) {
        delays.note("r1", hindrance, T.plusSeconds(second));
    }

    private Waited end(int second) {
        return delays.end("r1", Duration.ofSeconds(second), true, T.plusSeconds(second));
    }

    @Test
    public void end_oneAfterTheOther_eachHasItsTime() {
        note(null, 0);
        note(Hindrance.LOCK, 10);
        note(Hindrance.LOCK, 15);
        note(Hindrance.FREEZE, 40);
        note(Hindrance.OTHER, 100);
        note(null, 105);
        note(Hindrance.LOCK, 110);
        Waited waited = end(120);
        assertEquals(Duration.ofSeconds(40), waited.locked());
        assertEquals(Duration.ofSeconds(60), waited.frozen());
        assertEquals(Duration.ofSeconds(20), waited.forAgent());
        assertEquals("told once", Duration.ZERO, end(120).locked());
    }

    @Test
    public void end_clockSetBack_orNothingNoted_isNoTime() {
        note(Hindrance.FREEZE, 100);
        note(null, 50);
        assertEquals(Duration.ZERO, end(60).frozen());
        assertEquals(Duration.ofSeconds(7), end(7).forAgent());
    }

    @Test
    public void keep_whatIsGone_isForgotten() {
        note(Hindrance.LOCK, 0);
        delays.keep(Set.of("r2"));
        assertEquals(Duration.ZERO, end(50).locked());
    }

    @Test
    public void hindrance_tableOfRules_isTheKindOfEach() {
        Object[][] rows = {
            {null, false, null},
            {null, true, Hindrance.LOCK},
            {"freeze.global", true, Hindrance.FREEZE},
            {"freeze.environment", false, Hindrance.FREEZE},
            {"freeze.calendar", false, Hindrance.FREEZE},
            {"window", false, Hindrance.FREEZE},
            {"lock.stack", false, Hindrance.LOCK},
            {"lock.environment.stacks", false, Hindrance.LOCK},
            {"catalog", false, Hindrance.OTHER},
            {"unknown", true, Hindrance.OTHER},
        };
        for (Object[] row : rows) {
            Condition held = row[0] == null ? null : Condition.failed((String) row[0], "x", "y", "z");
            assertEquals((String) row[0], row[2], Hindrance.of(held, (boolean) row[1]));
        }
    }
}
