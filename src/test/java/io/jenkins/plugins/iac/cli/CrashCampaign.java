package io.jenkins.plugins.iac.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills the command line and the real tool at every record of the journal, at every look at the clock and at random moments,
 * fills the disk, sets the clock back and cuts the journal, then looks with the next command and holds what it finds against
 * what must never be broken:
 *
 * <ul>
 *   <li>no apply without its approvals, and none of a plan that was not approved;
 *   <li>no apply twice: nothing that may have been applied is applied again;
 *   <li>no lost record: what was in the journal before is there afterwards, and each run that ended has one record of
 *       evidence that verifies;
 *   <li>every lock accounted for: free, or frozen with the reason;
 *   <li>nothing left: no process, no working directory with a plan.
 * </ul>
 *
 * <p>{@code CrashCampaign DIRECTORY SEED RANDOM_POINTS MINUTES}. Prints a table in Markdown; exit code 1 if anything was
 * broken. See docs/reliability.md.
 */
public final class CrashCampaign {
    private static final int MOST_LOOKS = 120;
    private final CrashSite site;
    private final CrashJudge judge;
    private final CrashTable table;
    private final Path directory;
    private final Random random;
    private final PrintStream progress;
    private Instant deadline;

    CrashCampaign(Path directory, long seed, Duration time, PrintStream progress) throws IOException {
        this.directory = directory;
        this.random = new Random(seed);
        this.progress = progress;
        this.site = new CrashSite(directory);
        this.table = new CrashTable(progress);
        this.judge = new CrashJudge(site, random, table);
        this.deadline = Instant.now().plus(time);
    }

    /** Strikes once and judges; false if the process was over before the blow. */
    private boolean point(String kind, Path from, int looks, long ahead, CrashBlow blow, String... arguments)
            throws IOException, InterruptedException {
        site.restore(from);
        Process process = site.victim(looks, ahead, arguments);
        boolean hit = blow.strike(process);
        if (!process.waitFor(CrashSite.MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            table.fail(kind, "the command did not end");
        }
        if (hit) {
            table.point(kind, judge.judge(kind, from.equals(site.approved)));
        }
        return hit;
    }

    private boolean isOver() {
        return Instant.now().isAfter(deadline);
    }

    /** Every record that the command writes, until it is over before the blow. */
    private void everyRecord(String kind, Path from, boolean tool, int step, String... arguments)
            throws IOException, InterruptedException {
        site.restore(from);
        int first = site.lines().size() + 1;
        site.undisturbed(from, arguments);
        for (int count : shuffled(first, site.lines().size(), step)) {
            // A tool that is not at work yet, or no more, cannot be hit.
            if (!isOver()) {
                point(kind, from, 0, 0, CrashBlow.afterRecord(site, count, tool), arguments);
            }
        }
    }

    /** The process looks at the clock so often at most; what it does not come to is not counted. */
    private void everyLook(String kind, Path from, int step, String... arguments)
            throws IOException, InterruptedException {
        for (int look : shuffled(1, MOST_LOOKS, step)) {
            if (!isOver()) {
                point(kind, from, look, 0, CrashBlow.itself(), arguments);
            }
        }
    }

    /** All of them, in an order in which those of a short time are spread over the whole command. */
    private List<Integer> shuffled(int from, int to, int step) {
        List<Integer> all = new ArrayList<>();
        for (int i = from; i <= to; i += step) {
            all.add(i);
        }
        Collections.shuffle(all, random);
        return all;
    }

    private void randomMoments(String kind, Path from, boolean tool, int points, String... arguments)
            throws IOException, InterruptedException {
        long takes = isOver() ? 0 : site.undisturbed(from, arguments);
        int hit = 0;
        for (int tried = 0; hit < points && tried < points * 3 && !isOver(); tried++) {
            long millis = (long) (random.nextDouble() * takes);
            hit += point(kind, from, 0, 0, CrashBlow.afterMillis(millis, tool), arguments) ? 1 : 0;
        }
    }

    /** The host dies with a wrong clock, and the next one has the right one. */
    private void clockWrong(String kind, Duration by, int points) throws IOException, InterruptedException {
        for (int look = 2; look < 2 + points * 3 && !isOver(); look += 3) {
            point(kind, site.approved, look, by.toSeconds(), CrashBlow.itself(), "apply", site.run);
        }
    }

    static CrashCampaign small(Path directory, PrintStream progress) throws IOException, InterruptedException {
        CrashCampaign campaign = new CrashCampaign(directory, 1, Duration.ofMinutes(4), progress);
        CrashSite site = campaign.site;
        campaign.everyRecord("host, after a record of apply", site.approved, false, 6, "apply", site.run);
        campaign.everyLook("host, between records of apply", site.approved, 29, "apply", site.run);
        return campaign;
    }

    /** Each kind has its share of the time, so that a slow machine sees something of all of them. */
    private interface Kind {
        void run() throws IOException, InterruptedException;
    }

    void large(int points) throws IOException, InterruptedException {
        String[] apply = {"apply", site.run};
        String[] approve = {"approve", site.run, "--as", "bob", "--groups", "payments", "--digest", site.digest};
        int part = Math.max(1, points / 6);
        List<Kind> kinds = List.of(
                () -> new CrashCuts(site, random, table).cut(points, this::isOver),
                () -> everyRecord("host killed after each record of `apply`", site.approved, false, 1, apply),
                () -> randomMoments("tool killed at a random moment of `apply`", site.approved, true, part, apply),
                () -> randomMoments("host killed at a random moment of `apply`", site.approved, false, 2 * part, apply),
                () -> everyLook("host gone at each look at the clock in `apply`", site.approved, 1, apply),
                () -> new CrashDisk(directory.resolve("small"), random, table).fill(part, this::isOver),
                () -> clockWrong("host gone in `apply`, its clock two days back", Duration.ofDays(-2), 4),
                () -> clockWrong("host gone in `apply`, its clock two days ahead", Duration.ofDays(2), 4),
                () -> everyRecord(
                        "host killed after each record of `plan`", site.pristine, false, 1, site.planArguments()),
                () -> randomMoments(
                        "tool killed at a random moment of `plan`", site.pristine, true, part, site.planArguments()),
                () -> randomMoments(
                        "host killed at a random moment of `plan`", site.pristine, false, part, site.planArguments()),
                () -> everyLook("host gone at each look at the clock in `approve`", site.waiting, 1, approve),
                () -> everyRecord("tool killed after each record of `apply`", site.approved, true, 1, apply));
        Instant end = deadline;
        for (int i = 0; i < kinds.size(); i++) {
            deadline = Instant.now().plus(Duration.between(Instant.now(), end).dividedBy(kinds.size() - i));
            kinds.get(i).run();
            progress.println(table);
        }
    }

    List<String> broken() {
        return table.broken();
    }

    String table() {
        return table.toString();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 4) {
            System.err.println("usage: CrashCampaign DIRECTORY SEED RANDOM_POINTS MINUTES");
            System.exit(1);
        }
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        CrashCampaign campaign = new CrashCampaign(
                directory, Long.parseLong(arguments[1]), Duration.ofMinutes(Long.parseLong(arguments[3])), System.err);
        campaign.large(Integer.parseInt(arguments[2]));
        System.out.println(campaign.table());
        campaign.broken().forEach(b -> System.out.println("- " + b));
        System.exit(campaign.broken().isEmpty() ? 0 : 1);
    }
}
