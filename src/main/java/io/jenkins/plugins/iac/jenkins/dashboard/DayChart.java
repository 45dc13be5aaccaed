package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.run.EndKind;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How many runs ended on each of the last days (UTC), and how: a bar a day, one part for each way. In units of the
 * picture; the texts beside it say the same.
 *
 * @param days oldest first
 * @param most the largest number of runs on one day
 */
public record DayChart(List<Day> days, int most) {
    static final int DAYS = 14;
    private static final int STEP = 44;
    private static final int WIDTH = 28;
    private static final int HEIGHT = 120;

    /** A part of a bar. */
    public record Part(String cls, int x, int y, int width, int height) {}

    /**
     * One day.
     *
     * @param counts runs for each {@link EndKind}, in their order
     */
    public record Day(LocalDate date, List<Integer> counts, List<Part> parts, int middle) {
        /** {@code 21 Nov: 3 ended well, 1 stopped}. */
        public String sentence() {
            return date + ": " + counts.get(0) + " ended well, " + counts.get(1) + " stopped, " + counts.get(2)
                    + " failed, " + counts.get(3) + " in doubt";
        }

        public String label() {
            return String.valueOf(date.getDayOfMonth());
        }

        public int total() {
            return counts.stream().mapToInt(Integer::intValue).sum();
        }
    }

    static DayChart of(Collection<Run> runs, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        int[][] counts = new int[DAYS][EndKind.values().length];
        for (Run run : runs) {
            RunState end = run.end();
            if (end != null) {
                long back = today.toEpochDay()
                        - LocalDate.ofInstant(run.changedAt(), ZoneOffset.UTC).toEpochDay();
                if (back >= 0 && back < DAYS) {
                    counts[DAYS - 1 - (int) back][EndKind.of(end).ordinal()]++;
                }
            }
        }
        int most = 0;
        for (int[] day : counts) {
            most = Math.max(most, java.util.Arrays.stream(day).sum());
        }
        List<Day> days = new ArrayList<>();
        for (int i = 0; i < DAYS; i++) {
            days.add(day(today.minusDays(DAYS - 1L - i), counts[i], i, Math.max(1, most)));
        }
        return new DayChart(List.copyOf(days), most);
    }

    private static Day day(LocalDate date, int[] counts, int index, int most) {
        List<Part> parts = new ArrayList<>();
        int x = index * STEP + (STEP - WIDTH) / 2;
        int below = 0;
        for (EndKind way : EndKind.values()) {
            int bottom = HEIGHT - below * HEIGHT / most;
            below += counts[way.ordinal()];
            int top = HEIGHT - below * HEIGHT / most;
            if (counts[way.ordinal()] > 0) {
                parts.add(new Part("iac-" + way.id(), x, top, WIDTH, Math.max(1, bottom - top)));
            }
        }
        return new Day(date, java.util.Arrays.stream(counts).boxed().toList(), parts, x + WIDTH / 2);
    }

    public boolean isEmpty() {
        return most == 0;
    }

    /** The picture's width. */
    public int width() {
        return DAYS * STEP;
    }

    /** The height of the tallest bar. */
    public int height() {
        return HEIGHT;
    }

    /** Runs of all days, for each {@link EndKind}. */
    public int total(int way) {
        return days.stream().mapToInt(d -> d.counts().get(way)).sum();
    }
}
