package io.jenkins.plugins.iac.drift;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.iac.drift.DriftAgenda.Candidate;
import io.jenkins.plugins.iac.model.StackId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

public class DriftAgendaTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    private static StackId stack(int i) {
        return new StackId("prod/s" + i);
    }

    /** A day of a host that asks every ten minutes and whose checks take a while; how often each stack was looked at. */
    private static Map<StackId, List<Instant>> live(int stacks, int perPool, Duration every, Duration takes, int days) {
        Map<StackId, Instant> last = new HashMap<>();
        Map<StackId, Instant> ends = new HashMap<>();
        Map<StackId, List<Instant>> looks = new HashMap<>();
        Instant until = NOW.plus(Duration.ofDays(days));
        for (Instant now = NOW; now.isBefore(until); now = now.plusSeconds(600)) {
            Instant at = now;
            ends.values().removeIf(end -> !end.isAfter(at));
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < stacks; i++) {
                candidates.add(new Candidate(stack(i), "pool", every, perPool, last.get(stack(i))));
            }
            DriftAgenda agenda = DriftAgenda.of(candidates, ends.keySet(), Map.of("pool", ends.size()), now);
            for (DriftAgenda.Due due : agenda.start()) {
                last.put(due.stack(), now);
                ends.put(due.stack(), now.plus(takes));
                looks.computeIfAbsent(due.stack(), s -> new ArrayList<>()).add(now);
            }
            assertTrue("over the cap: " + ends.size(), ends.size() <= perPool);
        }
        return looks;
    }

    @Test
    public void agenda_overWeeks_looksAtEachStackOnceAnInterval() {
        Map<StackId, List<Instant>> looks = live(50, 50, DAY, Duration.ofMinutes(10), 14);
        assertEquals(50, looks.size());
        assertTrue(
                "no stack is looked at on the minute, day after day",
                looks.values().stream()
                        .allMatch(times -> times.stream()
                                        .skip(1)
                                        .map(t -> t.toEpochMilli() % DAY.toMillis())
                                        .distinct()
                                        .count()
                                > 2));
        looks.forEach((stack, times) -> {
            // The first is owed at once, as nobody has ever looked.
            assertTrue(stack + " " + times.size(), times.size() >= 14 && times.size() <= 16);
            for (int i = 2; i < times.size(); i++) {
                Duration gap = Duration.between(times.get(i - 1), times.get(i));
                assertTrue(
                        stack + " after " + gap,
                        gap.compareTo(Duration.ofHours(21)) > 0 && gap.compareTo(Duration.ofHours(27)) < 0);
            }
        });
    }

    @Test
    public void agenda_oneSchedule_isSpreadOverTheInterval() {
        Set<Long> hours = new HashSet<>();
        live(100, 100, DAY, Duration.ofMinutes(10), 3)
                .values()
                .forEach(times -> hours.add(Duration.between(NOW, times.get(1)).toHours() % 24));
        assertTrue("all in " + hours, hours.size() > 15);
    }

    @Test
    public void agenda_capTooSmallForAll_nobodyIsSkippedForEver() {
        // 30 stacks want one hour each, every 12 hours, one at a time: each gets its turn every 30 hours.
        Map<StackId, List<Instant>> looks = live(30, 1, Duration.ofHours(12), Duration.ofHours(1), 10);
        assertEquals(30, looks.size());
        looks.forEach((stack, times) -> assertTrue(stack + " " + times.size(), times.size() >= 7 && times.size() <= 9));
    }

    @Test
    public void agenda_sameValues_sameAnswer() {
        List<Candidate> candidates = List.of(
                new Candidate(stack(1), "a", DAY, 1, null), new Candidate(stack(2), "a", DAY, 1, NOW.minus(DAY)));
        assertEquals(
                DriftAgenda.of(candidates, Set.of(), Map.of(), NOW),
                DriftAgenda.of(candidates, Set.of(), Map.of(), NOW));
    }

    @Test
    public void agenda_poolFull_waitsWithPlaceAndReason() {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            candidates.add(new Candidate(stack(i), "a", DAY, 2, null));
        }
        DriftAgenda agenda = DriftAgenda.of(candidates, Set.of(), Map.of("a", 1), NOW);
        assertEquals(1, agenda.start().size());
        assertEquals(
                List.of(1, 2, 3, 4),
                agenda.waiting().stream().map(DriftAgenda.Waiting::position).toList());
        assertEquals("drift.pool", agenda.waiting().get(0).reason().rule());
        assertEquals(
                5,
                DriftAgenda.of(candidates, Set.of(), Map.of("a", 7), NOW)
                        .waiting()
                        .size());
    }

    @Test
    public void agenda_stackWithARun_waitsForItsEnd() {
        List<Candidate> candidates = List.of(new Candidate(stack(1), "a", DAY, 2, null));
        DriftAgenda agenda = DriftAgenda.of(candidates, Set.of(stack(1)), Map.of(), NOW);
        assertTrue(agenda.start().isEmpty());
        assertEquals("drift.stack", agenda.waiting().get(0).reason().rule());
    }

    @Test
    public void agenda_justChecked_saysWhenNext() {
        Candidate checked = new Candidate(stack(1), "a", DAY, 1, NOW);
        DriftAgenda agenda = DriftAgenda.of(List.of(checked), Set.of(), Map.of(), NOW);
        assertTrue(agenda.start().isEmpty());
        assertTrue(agenda.next().isAfter(NOW));
        assertFalse(agenda.next().isAfter(NOW.plus(DAY).plus(DAY.dividedBy(10))));
        assertEquals(
                1,
                DriftAgenda.of(List.of(checked), Set.of(), Map.of(), agenda.next())
                        .start()
                        .size());
    }

    @Test
    public void agenda_clockSetBack_doesNotStormAndRecovers() {
        Candidate future = new Candidate(stack(1), "a", DAY, 1, NOW.plus(Duration.ofDays(3)));
        assertTrue(
                DriftAgenda.of(List.of(future), Set.of(), Map.of(), NOW).start().isEmpty());
        assertEquals(
                1,
                DriftAgenda.of(List.of(future), Set.of(), Map.of(), NOW.plus(Duration.ofDays(5)))
                        .start()
                        .size());
    }
}
