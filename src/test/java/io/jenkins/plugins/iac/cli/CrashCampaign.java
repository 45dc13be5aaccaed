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
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

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

    /** How often a blow may miss before the kind says so. */
    private static final int MOST_TRIES = 3;

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
    private boolean point(String kind, CrashSite.Command what, int looks, Duration ahead, CrashBlow blow)
            throws IOException, InterruptedException {
        site.restore(what);
        Process process = site.victim(looks, ahead.toSeconds(), blow.java(), what);
        boolean hit = blow.strike(process);
        if (!process.waitFor(CrashSite.MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            table.fail(kind, "the command did not end");
        }
        if (hit) {
            table.point(kind, judge.judge(kind, what, process.exitValue(), ahead.isZero() || ahead.isNegative()));
        }
        return hit;
    }

    private boolean isOver() {
        return Instant.now().isAfter(deadline);
    }

    /** One blow. */
    private interface Strike {
        /** @return whether it hit */
        boolean once() throws IOException, InterruptedException;
    }

    /** Strikes what was never struck until it is, however long that takes, and anything else while there is time. */
    private void visit(CrashCoverage coverage, String name, Strike strike) throws IOException, InterruptedException {
        if (!coverage.isMissed(name)) {
            if (!isOver()) {
                strike.once();
            }
            return;
        }
        for (int i = 0; i < MOST_TRIES && coverage.isMissed(name); i++) {
            if (strike.once()) {
                coverage.struck(name);
            }
        }
    }

    /** Every record that the command writes, then again in random order while there is time. */
    private void everyRecord(String kind, CrashSite.Command what, Duration ahead, CrashStop.Side side)
            throws IOException, InterruptedException {
        List<String> records = site.undisturbed(what, ahead.toSeconds()).records();
        CrashCoverage coverage = table.covers(kind, new CrashCoverage("records", records));
        do {
            for (int record : shuffled(records.size())) {
                visit(coverage, records.get(record - 1), () -> atRecord(kind, what, ahead, side, record));
            }
            if (!ahead.isZero()) {
                // Nobody dies; only the clock is wrong.
                point(kind, what, 0, ahead, CrashBlow.none());
            }
        } while (!isOver());
    }

    private boolean atRecord(String kind, CrashSite.Command what, Duration ahead, CrashStop.Side side, int record)
            throws IOException, InterruptedException {
        return point(kind, what, 0, ahead, new CrashStop(record, side, CrashStop.Hand::host));
    }

    private boolean toolAtRecord(String kind, CrashSite.Command what, int record)
            throws IOException, InterruptedException {
        return point(
                kind, what, 0, Duration.ZERO, new CrashStop(record, CrashStop.Side.AFTER, CrashTools::atWorkOrNext));
    }

    /** The tool that is at work as a record is written, or the next one; behind the last one, there is none. */
    private void everyRecordOfTheTool(String kind, CrashSite.Command what) throws IOException, InterruptedException {
        List<String> records = site.undisturbed(what, 0).records();
        CrashCoverage coverage = table.covers(kind, new CrashCoverage("records", records));
        int last = records.size();
        do {
            for (int record : shuffled(last)) {
                if (record <= last && (coverage.isMissed(records.get(record - 1)) || !isOver())) {
                    if (toolAtRecord(kind, what, record)) {
                        coverage.struck(records.get(record - 1));
                    } else {
                        last = record - 1;
                    }
                }
            }
        } while (!isOver());
        coverage.nothingAtTheEnd();
    }

    private void everyLook(String kind, CrashSite.Command what) throws IOException, InterruptedException {
        int looks = site.undisturbed(what, 0).looks();
        CrashCoverage coverage = table.covers(kind, CrashCoverage.numbers("looks", looks));
        do {
            for (int look : shuffled(looks)) {
                visit(coverage, String.valueOf(look), () -> point(kind, what, look, Duration.ZERO, CrashBlow.itself()));
            }
        } while (!isOver());
    }

    private void randomMoments(String kind, CrashSite.Command what) throws IOException, InterruptedException {
        long takes = site.undisturbed(what, 0).millis();
        while (!isOver()) {
            long millis = (long) (random.nextDouble() * takes);
            point(kind, what, 0, Duration.ZERO, CrashBlow.afterMillis(millis));
        }
    }

    /** Each process of the tool that the command starts, at random moments of its life, again and again. */
    private void everyTool(String kind, CrashSite.Command what) throws IOException, InterruptedException {
        List<CrashTools.Tool> tools = CrashTools.of(site, what);
        List<String> names = tools.stream()
                .map(t -> "its `" + t.does() + "` (process " + t.number() + ") of `" + what.name() + "`")
                .toList();
        progress.println("the tool in " + what.name() + ": " + tools);
        CrashCoverage coverage = table.covers(kind + " `" + what.name() + "`", new CrashCoverage("processes", names));
        do {
            for (int number : shuffled(tools.size())) {
                CrashTools.Tool tool = tools.get(number - 1);
                String name = names.get(number - 1);
                visit(coverage, name, () -> {
                    long millis = (long) (random.nextDouble() * tool.millis());
                    return point(kind + " " + name, what, 0, Duration.ZERO, CrashTools.blow(tool, millis));
                });
            }
        } while (!isOver());
        table.tell(kind + " `" + what.name() + "`");
    }

    /** All of them, in an order in which those of a short time are spread over the whole command. */
    private List<Integer> shuffled(int last) {
        List<Integer> all =
                new ArrayList<>(IntStream.rangeClosed(1, last).boxed().toList());
        Collections.shuffle(all, random);
        return all;
    }

    /** A few points of the host and of the tool, always the same; see {@link CrashCampaignTest}. */
    static CrashCampaign small(Path directory, PrintStream progress) throws IOException, InterruptedException {
        CrashCampaign campaign = new CrashCampaign(directory, 1, Duration.ZERO, progress);
        CrashSite.Command apply = campaign.site.apply;
        for (CrashStop.Side side : CrashStop.Side.values()) {
            for (int record : List.of(1, 8, 15)) {
                campaign.atRecord("host", apply, Duration.ZERO, side, record);
            }
        }
        for (int record : List.of(1, 8, 13)) {
            campaign.toolAtRecord("tool", apply, record);
        }
        for (int record : List.of(1, 2)) {
            campaign.atRecord("unlock", campaign.site.unlock(), Duration.ZERO, CrashStop.Side.AFTER, record);
        }
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

    private List<Kind> kinds() throws IOException {
        List<Kind> kinds = new ArrayList<>();
        CrashCuts cuts = new CrashCuts(site, table);
        kinds.add(new Kind("journal cut between two records of a run that was applied", 3, cuts::whole));
        kinds.add(new Kind("journal cut at every byte, closed before", 2, k -> cuts.bytes(k, false)));
        kinds.add(new Kind("journal cut at every byte, after a crash", 2, k -> cuts.bytes(k, true)));
        for (CrashSite.Command what :
                List.of(site.apply, site.plan, site.approve, site.destroy(), site.destruction(), site.unlock())) {
            String name = "`" + what.name() + "`";
            boolean tool = what != site.approve && what != site.unlock();
            int share = what == site.apply ? 6 : tool ? 4 : 2;
            for (CrashStop.Side side : CrashStop.Side.values()) {
                String where = side.name().toLowerCase(Locale.ROOT);
                kinds.add(new Kind(
                        "host killed " + where + " each record of " + name,
                        share / 2,
                        k -> everyRecord(k, what, Duration.ZERO, side)));
            }
            kinds.add(new Kind("host killed at a random moment of " + name, share, k -> randomMoments(k, what)));
            if (tool) {
                kinds.add(new Kind("tool killed in", 2 * share - 4, k -> everyTool(k, what)));
                kinds.add(new Kind(
                        "tool killed after each record of " + name, share, k -> everyRecordOfTheTool(k, what)));
            }
            kinds.add(new Kind("host gone at each look at the clock in " + name, share, k -> everyLook(k, what)));
            for (int days : new int[] {-2, 2}) {
                String wrong = " with a clock two days " + (days < 0 ? "back" : "ahead");
                kinds.add(new Kind(
                        "host killed after each record of " + name + wrong,
                        share / 2,
                        k -> everyRecord(k, what, Duration.ofDays(days), CrashStop.Side.AFTER)));
            }
        }
        CrashDisk disk = new CrashDisk(directory.resolve("small"), site, random, table);
        kinds.add(new Kind("disk full", 6, k -> disk.fill(this::isOver)));
        return kinds;
    }

    void large(String pattern) throws IOException, InterruptedException {
        CrashSite.Course cold = site.undisturbed(site.apply, 0);
        progress.println("an apply takes " + cold.millis() + " ms");
        if (cold.millis() < MOST_TO_TRAIN) {
            site.train(directory.resolve("java"));
            progress.println("from the archive " + site.undisturbed(site.apply, 0));
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
            table.tell(kind.name());
        }
    }

    List<String> broken() {
        return table.broken();
    }

    CrashTable table() {
        return table;
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
