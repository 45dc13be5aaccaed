package io.jenkins.plugins.iac.jenkins.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.agent.Stoppable;
import io.jenkins.plugins.iac.jenkins.step.StopLimit.Move;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
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
        return StopLimit.of(seconds, null, null);
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

    /** A process whose agent answers as a row of the table says. */
    private static Stoppable process(Object answer) {
        return new Stoppable() {
            @Override
            public boolean stop() throws IOException {
                return answer();
            }

            @Override
            public boolean kill() throws IOException {
                return answer();
            }

            private boolean answer() throws IOException {
                if (answer instanceof IOException e) {
                    throw e;
                }
                if (answer instanceof RuntimeException e) {
                    throw e;
                }
                return (Boolean) answer;
            }
        };
    }

    @Test
    public void act_agentAway_isDueAgain_anErrorOfALiveOneStartsTheClock() throws Exception {
        Instant late = T.plusSeconds(700);
        StopLimit heard = limit(600).heard(T);
        IOException live = new IOException("no space left on device");
        Object[][] rows = {
            {"asked and heard", limit(600), true, Move.WAIT, "stopping; the tool has 600 seconds"},
            {"nobody to ask", limit(600), false, Move.ASK, ""},
            {"an agent that fails", limit(600), live, Move.WAIT, "no space left on device; it counts as asked"},
            {"an agent that breaks", limit(600), new IllegalStateException("odd"), Move.WAIT, "counts as asked"},
            {"killed", heard, true, Move.KILL, "it is killed with all that it started"},
            {"nobody to kill it", heard, false, Move.KILL, ""},
            {"an agent that cannot kill", heard, live, Move.KILL, "it counts as killed"},
        };
        for (Object[] row : rows) {
            ByteArrayOutputStream log = new ByteArrayOutputStream();
            StopLimit before = (StopLimit) row[1];
            StopLimit after = before.act(process(row[2]), new PrintStream(log, true, UTF_8), late);
            assertEquals((String) row[0], row[3], after.next(late));
            assertTrue(row[0] + ": " + log, log.toString(UTF_8).contains((String) row[4]));
            assertEquals("said only if done: " + row[0], ((String) row[4]).isEmpty(), log.size() == 0);
            assertEquals("saved only if changed: " + row[0], ((String) row[4]).isEmpty(), after == before);
            boolean killing = before == heard && after != before;
            Instant muchLater = late.plusSeconds(61);
            assertEquals((String) row[0], killing, after.next(muchLater) == Move.GIVE_UP);
        }
        StopLimit killed = heard.killed(late);
        assertSame("a second kill saves nothing", killed, killed.act(process(true), System.out, late.plusSeconds(5)));
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
