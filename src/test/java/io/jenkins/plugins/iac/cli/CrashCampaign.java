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
import java.util.function.IntFunction;

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
 *   <li>nothing left: no process, no working directory with a plan;
 *   <li>what nothing touched goes on: a plan that waits can be approved, an approved one applied.
 * </ul>
 *
 * <p>{@code CrashCampaign DIRECTORY SEED MINUTES [KINDS]}. KINDS is a pattern that the names of the kinds must contain. Prints
 * a table in Markdown; exit code 1 if anything was broken. See docs/reliability.md.
 */
public final class CrashCampaign {
    /** Where an apply takes longer, the machine is so busy that making the archive takes more than it ever gives back. */
    private static final long MOST_TO_TRAIN = 20_000;

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

    /** Strikes once and judges; without a blow that hit, there is nothing to judge. */
    private void point(String kind, CrashSite.Command what, int looks, Duration ahead, CrashBlow blow)
            throws IOException, InterruptedException {
        site.restore(what.from());
        Process process = site.victim(looks, ahead.toSeconds(), what);
        boolean hit = blow.strike(process);
        if (!process.waitFor(CrashSite.MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            table.fail(kind, "the command did not end");
        }
        if (hit) {
            table.point(kind, judge.judge(kind, what, process.exitValue(), ahead.isZero() || ahead.isNegative()));
        }
    }

    private boolean isOver() {
        return Instant.now().isAfter(deadline);
    }

    /** Every record that the command writes, in random order, again and again. */
    private void everyRecord(String kind, CrashSite.Command what, int step, IntFunction<CrashBlow> blow)
            throws IOException, InterruptedException {
        CrashSite.Course course = site.undisturbed(what);
        do {
            for (int count : shuffled(course.firstRecord(), course.lastRecord(), step)) {
                if (!isOver()) {
                    point(kind, what, 0, Duration.ZERO, blow.apply(count));
                }
            }
        } while (!isOver() && step == 1);
    }

    /** Every look at the clock; with a wrong clock also to the end, every now and then. */
    private void everyLook(String kind, CrashSite.Command what, Duration ahead, int step)
            throws IOException, InterruptedException {
        CrashSite.Course course = site.undisturbed(what);
        do {
            for (int look : shuffled(1, course.looks(), step)) {
                if (!isOver()) {
                    boolean whole = !ahead.isZero() && random.nextInt(6) == 0;
                    point(kind, what, whole ? 0 : look, ahead, whole ? CrashBlow.none() : CrashBlow.itself());
                }
            }
        } while (!isOver() && step == 1);
    }

    private void randomMoments(String kind, CrashSite.Command what) throws IOException, InterruptedException {
        long takes = site.undisturbed(what).millis();
        while (!isOver()) {
            long millis = (long) (random.nextDouble() * takes);
            point(kind, what, 0, Duration.ZERO, CrashBlow.afterMillis(millis));
        }
    }

    /** Each process of the tool that the command starts, at random moments of its life, again and again. */
    private void everyTool(String kind, CrashSite.Command what) throws IOException, InterruptedException {
        List<CrashTools.Tool> tools = CrashTools.of(site, what);
        progress.println("the tool in " + what.name() + ": " + tools);
        while (!isOver()) {
            List<CrashTools.Tool> order = new ArrayList<>(tools);
            Collections.shuffle(order, random);
            for (CrashTools.Tool tool : order) {
                if (!isOver()) {
                    long millis = (long) (random.nextDouble() * tool.millis());
                    String name = kind + " its `" + tool.does() + "` (process " + tool.number() + ") of `" + what.name()
                            + "`";
                    point(name, what, 0, Duration.ZERO, CrashTools.blow(tool, millis));
                }
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

    static CrashCampaign small(Path directory, PrintStream progress) throws IOException, InterruptedException {
        CrashCampaign campaign = new CrashCampaign(directory, 1, Duration.ofMinutes(4), progress);
        CrashSite site = campaign.site;
        campaign.everyRecord("host, after a record of apply", site.apply, 6, n -> CrashBlow.afterRecord(site, n));
        campaign.everyLook("host, between records of apply", site.apply, Duration.ZERO, 29);
        return campaign;
    }

    /**
     * Each kind has its share of the time, so that a slow machine sees something of all of them.
     *
     * @param share weight of it
     */
    private record Kind(String name, int share, Points points) {}

    private interface Points {
        void visit(String kind) throws IOException, InterruptedException;
    }

    private List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        CrashCuts cuts = new CrashCuts(site, random, table);
        kinds.add(new Kind(
                "journal cut between two records of a run that was applied", 3, k -> cuts.whole(k, this::isOver)));
        kinds.add(new Kind("journal cut at every byte, closed before", 2, k -> cuts.bytes(k, false, this::isOver)));
        kinds.add(new Kind("journal cut at every byte, after a crash", 2, k -> cuts.bytes(k, true, this::isOver)));
        for (CrashSite.Command what : List.of(site.apply, site.plan, site.approve)) {
            String name = "`" + what.name() + "`";
            int share = what == site.apply ? 6 : what == site.plan ? 4 : 2;
            kinds.add(new Kind(
                    "host killed after each record of " + name,
                    share,
                    k -> everyRecord(k, what, 1, n -> CrashBlow.afterRecord(site, n))));
            kinds.add(new Kind("host killed at a random moment of " + name, share, k -> randomMoments(k, what)));
            if (what != site.approve) {
                // A vote starts no tool.
                kinds.add(new Kind("tool killed in", 2 * share - 4, k -> everyTool(k, what)));
                kinds.add(new Kind(
                        "tool killed after each record of " + name,
                        share,
                        k -> everyRecord(k, what, 1, n -> CrashTools.afterRecord(site, n))));
            }
            kinds.add(new Kind(
                    "host gone at each look at the clock in " + name,
                    share,
                    k -> everyLook(k, what, Duration.ZERO, 1)));
            for (int days : new int[] {-2, 2}) {
                String wrong = " with a clock two days " + (days < 0 ? "back" : "ahead");
                kinds.add(new Kind(
                        "host gone in " + name + wrong, share / 2, k -> everyLook(k, what, Duration.ofDays(days), 1)));
            }
        }
        CrashDisk disk = new CrashDisk(directory.resolve("small"), site, random, table);
        kinds.add(new Kind("disk full", 6, k -> disk.fill(this::isOver)));
        return kinds;
    }

    void large(String pattern) throws IOException, InterruptedException {
        CrashSite.Course cold = site.undisturbed(site.apply);
        progress.println("an apply takes " + cold.millis() + " ms");
        if (cold.millis() < MOST_TO_TRAIN) {
            site.train(directory.resolve("java"));
            progress.println("from the archive " + site.undisturbed(site.apply));
        }
        List<Kind> kinds = new ArrayList<>(kinds());
        kinds.removeIf(k -> !k.name().contains(pattern));
        Collections.shuffle(kinds, random);
        int shares = kinds.stream().mapToInt(Kind::share).sum();
        Instant end = deadline;
        for (Kind kind : kinds) {
            Instant now = Instant.now();
            deadline = now.plus(
                    Duration.between(now, end).multipliedBy(kind.share()).dividedBy(shares));
            shares -= kind.share();
            kind.points().visit(kind.name());
        }
    }

    List<String> broken() {
        return table.broken();
    }

    String table() {
        return table.toString();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("usage: CrashCampaign DIRECTORY SEED MINUTES [KINDS]");
            System.exit(1);
        }
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        CrashCampaign campaign = new CrashCampaign(
                directory, Long.parseLong(arguments[1]), Duration.ofMinutes(Long.parseLong(arguments[2])), System.err);
        campaign.large(arguments.length > 3 ? arguments[3] : "");
        System.out.println(campaign.table());
        campaign.broken().forEach(b -> System.out.println("- " + b));
        System.exit(campaign.broken().isEmpty() ? 0 : 1);
    }
}
