package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the working time of a stack's last runs went, a bar a run, oldest first. What was spent waiting for people, agents
 * and locks is told beside it: it would dwarf the rest.
 */
public record TimeChart(List<Bar> bars) {
    private static final int MOST = 15;
    private static final int WIDTH = 420;
    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

    /** One run; widths in units of the picture. */
    public record Bar(
            String run,
            String label,
            Duration plan,
            Duration apply,
            Duration verify,
            Duration people,
            Duration queues,
            int planWidth,
            int applyWidth,
            int verifyWidth) {
        /** {@code plan 4 s, apply 12 s, verify 2 s; waited 3 h for people, 5 s for agents and locks}. */
        public String sentence() {
            return "plan " + Texts.length(plan) + ", apply " + Texts.length(apply) + ", verify " + Texts.length(verify)
                    + "; waited " + waitedForPeople() + " for people, " + waitedInQueues() + " for agents and locks";
        }

        public String waitedForPeople() {
            return Texts.length(people);
        }

        public String waitedInQueues() {
            return Texts.length(queues);
        }

        public String worked() {
            return Texts.length(plan.plus(apply).plus(verify));
        }
    }

    /** @param runs newest first */
    static TimeChart of(List<Run> runs) {
        List<Run> last = new ArrayList<>(
                runs.stream().filter(r -> r.steps().size() > 2).limit(MOST).toList());
        java.util.Collections.reverse(last);
        List<Duration[]> times = last.stream().map(TimeChart::times).toList();
        long longest = times.stream()
                .mapToLong(t -> t[0].plus(t[1]).plus(t[2]).toMillis())
                .max()
                .orElse(0);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < last.size(); i++) {
            Duration[] t = times.get(i);
            bars.add(new Bar(
                    last.get(i).id(),
                    LABEL.format(last.get(i).requestedAt()),
                    t[0],
                    t[1],
                    t[2],
                    t[3],
                    t[4],
                    width(t[0], longest),
                    width(t[1], longest),
                    width(t[2], longest)));
        }
        return new TimeChart(List.copyOf(bars));
    }

    private static int width(Duration part, long longest) {
        return longest == 0 ? 0 : (int) (part.toMillis() * WIDTH / longest);
    }

    /** Plan, apply, verify, people, queues. */
    private static Duration[] times(Run run) {
        Duration[] times = {Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO};
        for (int i = 0; i + 1 < run.steps().size(); i++) {
            Instant from = run.steps().get(i).at();
            Instant until = run.steps().get(i + 1).at();
            int kind = kind(run.steps().get(i).state());
            if (kind >= 0 && until.isAfter(from)) {
                times[kind] = times[kind].plus(Duration.between(from, until));
            }
        }
        return times;
    }

    private static int kind(RunState state) {
        return switch (state) {
            case PREPARING, PLANNING, PLANNED, POLICY_CHECKED, POLICY_OVERRIDDEN -> 0;
            case APPLY_ASSIGNED, LOCKED, APPLYING -> 1;
            case APPLIED, VERIFYING -> 2;
            case AWAITING_APPROVAL -> 3;
            case REQUESTED, ADMITTED, QUEUED, ASSIGNED, APPROVED, APPLY_QUEUED -> 4;
            default -> -1;
        };
    }

    public boolean isEmpty() {
        return bars.isEmpty();
    }

    public int width() {
        return WIDTH;
    }
}
