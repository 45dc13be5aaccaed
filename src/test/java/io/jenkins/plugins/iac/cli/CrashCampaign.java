package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills the command line and the real tool at every record of the journal, at every look at the clock and at random moments,
 * then looks with the next command and holds what it finds against {@link CrashRules}.
 *
 * <p>{@code CrashCampaign DIRECTORY SEED RANDOM_POINTS MINUTES}. Prints a table in Markdown; exit code 1 if anything was
 * broken. See docs/reliability.md.
 */
public final class CrashCampaign {
    private final CrashSite site;
    private final CrashRules rules;
    private final Random random;
    private final Instant deadline;
    private final PrintStream progress;
    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** What one kind of crash came to. */
    static final class Row {
        int points;
        int violations;
        final TreeMap<String, Integer> ends = new TreeMap<>();
    }

    CrashCampaign(Path directory, long seed, Duration time, PrintStream progress) throws IOException {
        this.progress = progress;
        this.random = new Random(seed);
        this.deadline = Instant.now().plus(time);
        this.site = new CrashSite(directory);
        this.rules = new CrashRules(site, random, progress);
    }

    /** Strikes once and judges; false if the process was over before the blow. */
    private boolean point(String kind, Path from, int looks, long ahead, Blow blow, String... arguments)
            throws IOException, InterruptedException {
        site.restore(from);
        Process process = site.victim(looks, ahead, arguments);
        boolean hit = blow.strike(process);
        if (!process.waitFor(Blow.MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            rules.fail(kind, "the command did not end");
        }
        if (!hit) {
            return false;
        }
        Row row = rows.computeIfAbsent(kind, k -> new Row());
        row.points++;
        int before = rules.broken().size();
        String end = rules.judge(kind, from.equals(site.approved()));
        row.ends.merge(end, 1, Integer::sum);
        row.violations += rules.broken().size() - before;
        progress.printf("%s point %d: %s%n", kind, row.points, end);
        progress.flush();
        return true;
    }

    private boolean isOver() {
        return Instant.now().isAfter(deadline);
    }

    /** Every record that the command writes, until it is over before the blow. */
    void everyRecord(String kind, Path from, boolean tool, int step, String... arguments)
            throws IOException, InterruptedException {
        site.restore(from);
        int first = site.lines().size() + 1;
        int missed = 0;
        for (int count = first; missed < 3 && count < first + 60 && !isOver(); count += step) {
            // A tool that is not at work yet, or no more, cannot be hit.
            missed = point(kind, from, 0, 0, Blow.afterRecord(site, count, tool), arguments) ? 0 : missed + 1;
            if (tool && missed > 0 && count < first + 14) {
                missed = 0;
            }
        }
    }

    void everyLook(String kind, Path from, int step, String... arguments) throws IOException, InterruptedException {
        for (int look = 1; !isOver(); look += step) {
            if (!point(kind, from, look, 0, Blow.itself(), arguments)) {
                return;
            }
        }
    }

    void randomMoments(String kind, Path from, boolean tool, int points, String... arguments)
            throws IOException, InterruptedException {
        long takes = site.undisturbed(from, arguments);
        int hit = 0;
        for (int tried = 0; hit < points && tried < points * 3 && !isOver(); tried++) {
            long millis = (long) (random.nextDouble() * takes);
            hit += point(kind, from, 0, 0, Blow.afterMillis(millis, tool), arguments) ? 1 : 0;
        }
    }

    /** The host dies, and the next one lives in the past. */
    void clockSetBack(String kind, int points) throws IOException, InterruptedException {
        for (int look = 2; look < 2 + points * 3 && !isOver(); look += 3) {
            point(kind, site.approved(), look, -Duration.ofDays(2).toSeconds(), Blow.itself(), "apply", site.run());
        }
    }

    static CrashCampaign small(Path directory, PrintStream progress) throws IOException, InterruptedException {
        CrashCampaign campaign = new CrashCampaign(directory, 1, Duration.ofMinutes(4), progress);
        campaign.everyRecord(
                "host, after a record of apply", campaign.site.approved(), false, 6, "apply", campaign.site.run());
        campaign.everyLook(
                "host, between records of apply", campaign.site.approved(), 29, "apply", campaign.site.run());
        return campaign;
    }

    void large(int points) throws IOException, InterruptedException {
        everyRecord("host killed after each record of `apply`", site.approved(), false, 1, "apply", site.run());
        everyRecord("tool killed after each record of `apply`", site.approved(), true, 1, "apply", site.run());
        everyRecord("host killed after each record of `plan`", site.pristine(), false, 1, site.planArguments());
        everyLook("host gone at each look at the clock in `apply`", site.approved(), 1, "apply", site.run());
        everyLook(
                "host gone at each look at the clock in `approve`",
                site.waiting(),
                1,
                "approve",
                site.run(),
                "--as",
                "bob",
                "--groups",
                "payments",
                "--digest",
                site.digest());
        clockSetBack("host gone in `apply` with the clock two days back, then right again", 6);
        randomMoments(
                "tool killed at a random moment of `apply`", site.approved(), true, points / 4, "apply", site.run());
        randomMoments(
                "host killed at a random moment of `plan`", site.pristine(), false, points / 4, site.planArguments());
        randomMoments(
                "host killed at a random moment of `apply`", site.approved(), false, points / 2, "apply", site.run());
    }

    List<String> broken() {
        return rules.broken();
    }

    String table() {
        StringBuilder text =
                new StringBuilder("| crash | points | how the runs ended | broken |\n|---|---:|---|---:|\n");
        int points = 0;
        int violations = 0;
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            List<String> ends = new ArrayList<>();
            row.getValue().ends.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(e -> ends.add(e.getValue() + " `" + e.getKey() + "`"));
            text.append("| ").append(row.getKey()).append(" | ").append(row.getValue().points);
            text.append(" | ").append(String.join(", ", ends)).append(" | ").append(row.getValue().violations);
            text.append(" |\n");
            points += row.getValue().points;
            violations += row.getValue().violations;
        }
        return text.append("| **all** | **")
                .append(points)
                .append("** | | **")
                .append(violations)
                .append("** |\n")
                .toString();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("usage: CrashCampaign DIRECTORY SEED RANDOM_POINTS MINUTES");
            System.exit(1);
        }
        CrashCampaign campaign = new CrashCampaign(
                Path.of(arguments[0]),
                Long.parseLong(arguments[1]),
                Duration.ofMinutes(Long.parseLong(arguments[3])),
                System.err);
        campaign.large(Integer.parseInt(arguments[2]));
        System.out.println(campaign.table());
        campaign.broken().forEach(b -> System.out.println("- " + b));
        System.exit(campaign.broken().isEmpty() ? 0 : 1);
    }
}
