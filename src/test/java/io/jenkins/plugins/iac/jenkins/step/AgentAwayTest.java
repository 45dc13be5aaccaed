package io.jenkins.plugins.iac.jenkins.step;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.After;
import org.junit.Test;

public class AgentAwayTest {
    private static final Instant SINCE = Instant.parse("2026-11-21T12:00:00Z");

    @After
    public void reset() {
        System.clearProperty(AgentAway.PROPERTY);
    }

    @Test
    public void limit_settings_aTable() {
        assertEquals(Duration.ofMinutes(5), AgentAway.limit(true));
        assertEquals("a pod that was deleted does not come back", Duration.ofMinutes(1), AgentAway.limit(false));
        String[][] table = {
            {"120", "PT2M", "PT1M"},
            {"30", "PT30S", "PT30S"},
            {"0", "PT10S", "PT10S"},
            {"-5", "PT10S", "PT10S"},
            {"9999999", "PT24H", "PT1M"},
            {"soon", "PT5M", "PT1M"},
        };
        for (String[] row : table) {
            System.setProperty(AgentAway.PROPERTY, row[0]);
            assertEquals(row[0], Duration.parse(row[1]), AgentAway.limit(true));
            assertEquals(row[0], Duration.parse(row[2]), AgentAway.limit(false));
        }
    }

    @Test
    public void word_whileAway_saysWhatComesAndWhen() {
        AgentAway away = new AgentAway("a1", true, SINCE);
        assertEquals(
                "agent a1 is away; the process there may go on. If it is not back in 5 minutes, nobody knows what was"
                        + " applied: the run ends as apply_unknown and its stack is frozen",
                away.word(SINCE, true).orElseThrow());
        assertTrue(away.word(SINCE.plusSeconds(59), true).isEmpty());
        assertTrue(away.word(SINCE.plusSeconds(240), true).orElseThrow().contains("not back in 60 seconds"));
        assertFalse(away.isLost(SINCE.plusSeconds(300), true));
        assertTrue(away.isLost(SINCE.plusSeconds(301), true));
        assertTrue("gone from Jenkins", away.isLost(SINCE.plusSeconds(61), false));
        assertTrue(new AgentAway("", false, SINCE)
                .word(SINCE, true)
                .orElseThrow()
                .endsWith("the run fails; nothing was changed"));
    }
}
