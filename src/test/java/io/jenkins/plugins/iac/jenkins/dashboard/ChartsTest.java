package io.jenkins.plugins.iac.jenkins.dashboard;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.jenkins.queue.PoolUse;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Operation;
import io.jenkins.plugins.iac.model.RunSource;
import io.jenkins.plugins.iac.model.SourceKind;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** Charts and long lists: what is drawn is what happened. */
public class ChartsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Run run(Instant start, Object... statesAndSeconds) {
        List<Run.Step> steps = new ArrayList<>();
        Instant at = start;
        for (int i = 0; i < statesAndSeconds.length; i += 2) {
            steps.add(new Run.Step((RunState) statesAndSeconds[i], at));
            at = at.plusSeconds((Integer) statesAndSeconds[i + 1]);
        }
        RunSource source = new RunSource(SourceKind.BRANCH, null, null, null, null, "alice", null, null, null);
        return new Run(
                "r",
                steps.get(steps.size() - 1).state(),
                "a/b",
                Operation.PLAN,
                source,
                Json.object(),
                steps,
                List.of());
    }

    private static Run ended(Instant at, RunState end) {
        return run(at, end, 0);
    }

    @Test
    public void days_countEachEndOnItsDay_andForgetWhatIsOlder() {
        DayChart chart = DayChart.of(
                List.of(
                        ended(NOW, RunState.VERIFIED),
                        ended(NOW.minusSeconds(60), RunState.REJECTED),
                        ended(NOW.minus(Duration.ofDays(1)), RunState.APPLY_UNKNOWN),
                        ended(NOW.minus(Duration.ofDays(13)), RunState.FAILED),
                        ended(NOW.minus(Duration.ofDays(14)), RunState.FAILED),
                        ended(NOW.plus(Duration.ofDays(1)), RunState.FAILED),
                        run(NOW, RunState.PLANNING, 0)),
                NOW);
        assertEquals(DayChart.DAYS, chart.days().size());
        assertEquals(List.of(1, 1, 0, 0), chart.days().get(13).counts());
        assertEquals(List.of(0, 0, 0, 1), chart.days().get(12).counts());
        assertEquals(List.of(0, 0, 1, 0), chart.days().get(0).counts());
        assertEquals(2, chart.most());
        assertEquals(
                "2026-11-21: 1 ended well, 1 stopped, 0 failed, 0 in doubt",
                chart.days().get(13).sentence());
    }

    @Test
    public void bars_touchTheGroundAndNeverLeaveThePicture() {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 997; i++) {
            runs.add(ended(NOW, RunState.VERIFIED));
        }
        runs.add(ended(NOW, RunState.APPLY_FAILED));
        DayChart chart = DayChart.of(runs, NOW);
        List<DayChart.Part> parts = chart.days().get(13).parts();
        assertEquals(2, parts.size());
        assertEquals(chart.height(), parts.get(0).y() + parts.get(0).height());
        assertTrue("one among a thousand is seen", parts.get(1).height() >= 1);
        parts.forEach(p -> assertTrue(p.y() >= 0 && p.x() + p.width() <= chart.width()));
    }

    @Test
    public void noRuns_isSaidInsteadOfDrawn() {
        assertTrue(DayChart.of(List.of(), NOW).isEmpty());
        assertTrue(TimeChart.of(List.of()).isEmpty());
    }

    @Test
    public void times_tellWorkFromWaiting() {
        Run run = run(
                NOW,
                RunState.REQUESTED,
                1,
                RunState.PREPARING,
                2,
                RunState.PLANNING,
                8,
                RunState.AWAITING_APPROVAL,
                3600,
                RunState.APPLY_QUEUED,
                30,
                RunState.APPLYING,
                20,
                RunState.VERIFYING,
                5,
                RunState.VERIFIED,
                9,
                RunState.SEALED,
                0);
        TimeChart.Bar bar = TimeChart.of(List.of(run)).bars().get(0);
        assertEquals(
                "plan 10 s, apply 20 s, verify 5 s; waited 1 h for people, 31 s for agents and locks", bar.sentence());
        assertEquals(TimeChart.of(List.of(run)).width() * 20 / 35, bar.applyWidth());
    }

    @Test
    public void clockSetBack_makesNoNegativeTimes() {
        Run run = run(NOW, RunState.REQUESTED, 1, RunState.PLANNING, -60, RunState.PLANNED, 1, RunState.FAILED, 0);
        assertEquals(
                Duration.ofSeconds(1), TimeChart.of(List.of(run)).bars().get(0).plan());
    }

    @Test
    public void pools_inUseButNotInTheCatalog_areShown() {
        PoolUse.Use use = new PoolUse.Use("a/b", "plan", NOW, "agent", "", 0);
        PoolChart chart = PoolChart.of(null, Map.of("lost", new PoolUse(List.of(use, use), List.of(use))));
        assertEquals(1, chart.pools().size());
        PoolChart.Bar bar = chart.pools().get(0);
        assertEquals("not in the catalog", bar.trust());
        assertEquals(2, bar.waitingNow());
        assertEquals(chart.width(), bar.runningWidth() + bar.waitingWidth());
    }

    @Test
    public void page_whateverIsAskedFor_isOneThatExists() {
        List<Integer> all = Collections.nCopies(10_001, 7);
        for (String asked : new String[] {null, "", "0", "-1", "x", "99999999999999", "1e3", "1"}) {
            Page<Integer> page = Page.of(all, asked, "");
            assertEquals(asked, 1, page.number());
            assertEquals(Page.SIZE, page.items().size());
        }
        Page<Integer> last = Page.of(all, "999", "a=b&");
        assertEquals(201, last.number());
        assertEquals(1, last.items().size());
        assertTrue(last.isLast());
        assertEquals("?a=b&page=200", last.getPrevious());
        assertFalse(Page.of(List.of(), "3", "").getPages() == 0);
    }

    @Test
    public void lengths_areShortTexts() {
        Object[][] cases = {
            {0L, "0 s"},
            {12L, "12 ms"},
            {999L, "999 ms"},
            {1000L, "1 s"},
            {61_000L, "1 min 1 s"},
            {3_600_000L, "1 h"},
            {90_061_000L, "1 d 1 h"},
            {-5L, "0 s"}
        };
        for (Object[] c : cases) {
            assertEquals(c[1], Texts.length(Duration.ofMillis((Long) c[0])));
        }
        assertEquals("1 d ago", Texts.ago(NOW.minusSeconds(90_061), NOW));
        assertEquals("just now", Texts.ago(NOW.plusSeconds(5), NOW));
    }
}
