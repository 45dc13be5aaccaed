package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.stream.Stream;

/**
 * Kills the command line and the real tool at every record of the journal, at every look at the clock and at random moments,
 * then looks with the next command and holds what it finds against what must never be broken:
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
    private static final String STACK = "stage/web";
    private static final long MOST_SECONDS = 180;
    private final Company company;
    private final Path ledger;
    private final Path pristine;
    private final Path waiting;
    private final Path approved;
    private final String run;
    private final String digest;
    private final Random random;
    private final Instant deadline;
    private final PrintStream progress;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<String> broken = new ArrayList<>();

    /** What one kind of crash came to. */
    static final class Row {
        int points;
        int violations;
        final TreeMap<String, Integer> ends = new TreeMap<>();
    }

    /** Where a process is to be hit. */
    private interface Blow {
        /** Waits for the moment and strikes; false if the process was over before. */
        boolean strike(Process process) throws IOException, InterruptedException;
    }

    CrashCampaign(Path directory, long seed, Duration time, PrintStream progress) throws IOException {
        this.progress = progress;
        this.random = new Random(seed);
        this.deadline = Instant.now().plus(time);
        Company.tool();
        Files.createDirectories(directory);
        company = new Company(Files.createDirectories(directory.resolve("c")));
        ledger = directory.toRealPath().resolve("ledger");
        company.stack(STACK, "", configuration()).writeCatalog().commit();
        pristine = company.snapshot("pristine");
        Answer plan = company.plan(STACK).ends(0);
        run = plan.run();
        digest = plan.digest();
        waiting = company.snapshot("waiting");
        company.approve(plan, "bob", "payments").ends(0);
        approved = company.snapshot("approved");
    }

    /** Each resource writes its name down when it is made: the ledger shows what was really done, and how often. */
    private String configuration() {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("a", "b", "c")) {
            text.append("resource \"terraform_data\" \"").append(name).append("\" {\n");
            if (!name.equals("a")) {
                text.append("  depends_on = [terraform_data.")
                        .append((char) (name.charAt(0) - 1))
                        .append("]\n");
            }
            text.append("  provisioner \"local-exec\" {\n    command = \"sleep 0.1; echo ")
                    .append(name)
                    .append(" >> ")
                    .append(ledger)
                    .append("; sleep 0.1\"\n  }\n}\n");
        }
        return text.toString();
    }

    // ---- where to strike -------------------------------------------------------------------------------------------

    private List<String> lines() throws IOException {
        Path journal = company.home().resolve("journal");
        List<String> lines = new ArrayList<>();
        if (!Files.isDirectory(journal)) {
            return lines;
        }
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("segment-"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file, StandardCharsets.UTF_8);
                // Only whole lines were promised to anybody.
                int end = text.lastIndexOf('\n');
                text.substring(0, end + 1).lines().forEach(lines::add);
            }
        }
        return lines;
    }

    private long bytes() {
        String[] names = company.home().resolve("journal").toFile().list();
        long sum = 0;
        for (String name : names == null ? new String[0] : names) {
            if (name.startsWith("segment-")) {
                sum += company.home().resolve("journal").resolve(name).toFile().length();
            }
        }
        return sum;
    }

    private Blow afterRecord(int count, boolean tool) {
        return process -> {
            long before = -1;
            while (process.isAlive()) {
                // Reading it again and again would take the time that the process needs.
                long now = bytes();
                if (now != before && lines().size() >= count) {
                    return tool ? killTool(process) : kill(process);
                }
                before = now;
                Thread.sleep(1);
            }
            return false;
        };
    }

    private Blow afterMillis(long millis, boolean tool) {
        return process -> {
            if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                return false;
            }
            return tool ? killTool(process) : kill(process);
        };
    }

    /** The process does it to itself; this only waits. */
    private static Blow itself() {
        return process -> {
            process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
            return process.exitValue() == 137;
        };
    }

    private static boolean kill(Process process) {
        process.destroyForcibly();
        return true;
    }

    /** Only the tool dies; its host lives and must say what it knows. */
    private static boolean killTool(Process process) {
        List<ProcessHandle> tools = process.descendants()
                .filter(p -> p.info()
                        .command()
                        .map(c -> c.endsWith("/terraform") || c.endsWith("/tofu"))
                        .orElse(false))
                .toList();
        tools.forEach(ProcessHandle::destroyForcibly);
        return !tools.isEmpty();
    }

    // ---- one point -------------------------------------------------------------------------------------------------

    private Process victim(int looks, long ahead, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                String.valueOf(looks),
                String.valueOf(ahead)));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--home",
                company.home().toString(),
                "--catalog",
                company.catalog().toString(),
                "--format",
                "json"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(company.directory().resolve("victim.out").toFile())
                .start();
    }

    private String[] planArguments() {
        return new String[] {
            "plan",
            "--stack",
            STACK,
            "--dir",
            company.repository().toString(),
            "--source",
            "branch",
            "--ref",
            "main",
            "--commit",
            company.head(),
            "--actor",
            "alice"
        };
    }

    /** How long the command takes undisturbed, and how many records and looks at the clock it makes. */
    private long undisturbed(Path from, String... arguments) throws IOException, InterruptedException {
        restore(from);
        long start = System.nanoTime();
        Process process = victim(0, 0, arguments);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("undisturbed, it must work: "
                    + Files.readString(company.directory().resolve("victim.out")));
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private void restore(Path snapshot) throws IOException {
        company.restore(snapshot);
        Files.deleteIfExists(ledger);
    }

    /** Strikes once and judges; false if the process was over before the blow. */
    private boolean point(String kind, Path from, int looks, long ahead, Blow blow, String... arguments)
            throws IOException, InterruptedException {
        restore(from);
        Process process = victim(looks, ahead, arguments);
        boolean hit = blow.strike(process);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            fail(kind, "the command did not end");
        }
        if (!hit) {
            return false;
        }
        Row row = rows.computeIfAbsent(kind, k -> new Row());
        row.points++;
        int before = broken.size();
        String end = judge(kind, from.equals(approved));
        row.ends.merge(end, 1, Integer::sum);
        row.violations += broken.size() - before;
        progress.printf("%s point %d: %s%n", kind, row.points, end);
        progress.flush();
        return true;
    }

    private void fail(String kind, String what) {
        broken.add(kind + ": " + what);
        progress.println("BROKEN " + kind + ": " + what);
    }

    private List<String> ledger() throws IOException {
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }

    /** The next command looks; what it finds is held against the rules. Returns how the run ended, for the table. */
    private String judge(String kind, boolean wasApproved) throws IOException {
        List<String> known = lines();
        Answer runs = company.call("runs");
        if (runs.exit() != 0) {
            fail(kind, "the next command fails: " + runs.out() + runs.err());
            return "unreadable";
        }
        List<String> now = lines();
        if (now.size() < known.size() || !now.subList(0, known.size()).equals(known)) {
            fail(kind, "records were lost or changed");
        }
        List<String> applied = ledger();
        String told = "no run";
        for (JsonNode one : runs.json().path("runs")) {
            told = one(kind, one, applied, runs.json().path("locks"), wasApproved);
        }
        Answer verified = company.call(
                "verify", "--log", company.home().resolve("evidence").toString());
        boolean anything = Files.isDirectory(company.home().resolve("evidence"));
        if (anything && verified.exit() != 0) {
            fail(kind, "the evidence does not verify: " + verified.out());
        }
        nothingLeft(kind);
        again(kind, applied);
        return told;
    }

    private String one(String kind, JsonNode one, List<String> applied, JsonNode locks, boolean wasApproved) {
        String id = one.path("run").asText();
        String state = one.path("state").asText();
        String end = one.path("end").isNull() ? state : one.path("end").asText();
        if (!applied.isEmpty() && !(wasApproved && id.equals(run))) {
            fail(kind, "applied without approval: " + id + " " + end + " " + applied);
        }
        boolean doubt =
                List.of("apply_unknown", "apply_failed", "verification_failed").contains(end);
        if (applied.size() > 0 && !doubt && !end.equals("verified")) {
            fail(kind, "something was applied and the run says " + end);
        }
        boolean locked = false;
        for (JsonNode lock : locks) {
            locked |= lock.path("run").asText().equals(id);
            if (lock.path("frozenBecause").isNull()) {
                fail(kind, "a lock that nobody accounts for: " + lock);
            }
        }
        if (locked != doubt) {
            fail(kind, "run " + end + (locked ? " holds a lock" : " holds no lock"));
        }
        boolean waits = List.of("awaiting_approval", "approved", "apply_queued").contains(end);
        if (!waits && !state.equals("sealed")) {
            fail(kind, "neither sealed nor waiting: " + state);
        }
        int records = company.call("audit", "show", id).exit();
        if (!waits && records != 0) {
            fail(kind, "no evidence that verifies of " + id + ": exit code " + records);
        }
        if (waits && records == 0) {
            fail(kind, "evidence of a run that goes on: " + id);
        }
        long times = recordsOf(id);
        if (times > 1) {
            fail(kind, times + " records of evidence of " + id);
        }
        return end;
    }

    private long recordsOf(String id) {
        Path entries = company.home().resolve("evidence/entries-00000000.jsonl");
        try (Stream<String> lines = Files.exists(entries) ? Files.lines(entries) : Stream.empty()) {
            return lines.filter(line -> {
                        try {
                            JsonNode envelope = Json.parse(line);
                            byte[] payload = java.util.Base64.getDecoder()
                                    .decode(envelope.path("payload").asText());
                            return Json.mapper()
                                    .readTree(payload)
                                    .path("predicate")
                                    .path("run")
                                    .asText()
                                    .equals(id);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void nothingLeft(String kind) throws IOException {
        ProcessHandle.allProcesses()
                .filter(p ->
                        p.info().command().map(c -> c.endsWith("/terraform")).orElse(false))
                .filter(p -> isOfThisHome(p.pid()))
                .forEach(p -> fail(kind, "a tool is still at work: " + p.pid()));
        try (Stream<Path> areas = Files.list(Path.of("/tmp"))) {
            for (Path area : areas.filter(a -> a.getFileName().toString().startsWith("iac-"))
                    .toList()) {
                Path owner = area.resolve("owner");
                if (Files.isReadable(owner) && lines().toString().contains(firstLine(owner))) {
                    fail(kind, "a working directory is left: " + area);
                }
            }
        }
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readString(file).lines().findFirst().orElse("nobody");
    }

    private boolean isOfThisHome(long pid) {
        try {
            String cwd = Path.of("/proc/" + pid + "/environ").toString();
            return Files.readString(Path.of(cwd), StandardCharsets.ISO_8859_1).contains("IAC_PROCESS_HOST")
                    && Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"))
                            .toString()
                            .contains(STACK);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whoever calls apply again must not do a second time what was or may have been done. */
    private void again(String kind, List<String> applied) throws IOException {
        for (JsonNode one : company.call("runs").json().path("runs")) {
            String id = one.path("run").asText();
            boolean waits = one.path("end").isNull();
            boolean may = waits && !one.path("state").asText().equals("awaiting_approval");
            if (may && random.nextInt(4) != 0) {
                // That it goes on is worth knowing; that nothing is done twice is asked every time.
                continue;
            }
            Answer answer = company.call("apply", id);
            List<String> after = ledger();
            if (may && answer.exit() != 0) {
                fail(kind, "a plan that nothing touched cannot be applied: " + answer.out());
            }
            if (!may && (answer.exit() == 0 || !after.equals(applied))) {
                fail(kind, "applied again: exit code " + answer.exit() + ", " + applied + " became " + after);
            }
            if (after.stream().distinct().count() != after.size()) {
                fail(kind, "applied twice: " + after);
            }
        }
    }

    // ---- the campaign ----------------------------------------------------------------------------------------------

    private boolean isOver() {
        return Instant.now().isAfter(deadline);
    }

    /** Every record that the command writes, until it is over before the blow. */
    void everyRecord(String kind, Path from, boolean tool, int step, String... arguments)
            throws IOException, InterruptedException {
        restore(from);
        int first = lines().size() + 1;
        int missed = 0;
        for (int count = first; missed < 3 && count < first + 60 && !isOver(); count += step) {
            // A tool that is not at work yet, or no more, cannot be hit.
            missed = point(kind, from, 0, 0, afterRecord(count, tool), arguments) ? 0 : missed + 1;
            if (tool && missed > 0 && count < first + 14) {
                missed = 0;
            }
        }
    }

    void everyLook(String kind, Path from, int step, String... arguments) throws IOException, InterruptedException {
        for (int look = 1; !isOver(); look += step) {
            if (!point(kind, from, look, 0, itself(), arguments)) {
                return;
            }
        }
    }

    void randomMoments(String kind, Path from, boolean tool, int points, String... arguments)
            throws IOException, InterruptedException {
        long takes = undisturbed(from, arguments);
        int hit = 0;
        for (int tried = 0; hit < points && tried < points * 3 && !isOver(); tried++) {
            long millis = (long) (random.nextDouble() * takes);
            hit += point(kind, from, 0, 0, afterMillis(millis, tool), arguments) ? 1 : 0;
        }
    }

    /** The host dies, and the next one lives in the past. */
    void clockSetBack(String kind, int points) throws IOException, InterruptedException {
        for (int look = 2; look < 2 + points * 3 && !isOver(); look += 3) {
            point(kind, approved, look, -Duration.ofDays(2).toSeconds(), itself(), "apply", run);
        }
    }

    static CrashCampaign small(Path directory, PrintStream progress) throws IOException, InterruptedException {
        CrashCampaign campaign = new CrashCampaign(directory, 1, Duration.ofMinutes(4), progress);
        campaign.everyRecord("host, after a record of apply", campaign.approved, false, 6, "apply", campaign.run);
        campaign.everyLook("host, between records of apply", campaign.approved, 29, "apply", campaign.run);
        return campaign;
    }

    void large(int points) throws IOException, InterruptedException {
        everyRecord("host killed after each record of `apply`", approved, false, 1, "apply", run);
        everyRecord("tool killed after each record of `apply`", approved, true, 1, "apply", run);
        everyRecord("host killed after each record of `plan`", pristine, false, 1, planArguments());
        everyLook("host gone at each look at the clock in `apply`", approved, 1, "apply", run);
        everyLook(
                "host gone at each look at the clock in `approve`",
                waiting,
                1,
                "approve",
                run,
                "--as",
                "bob",
                "--groups",
                "payments",
                "--digest",
                digest);
        clockSetBack("host gone in `apply` with the clock two days back, then right again", 6);
        randomMoments("tool killed at a random moment of `apply`", approved, true, points / 4, "apply", run);
        randomMoments("host killed at a random moment of `plan`", pristine, false, points / 4, planArguments());
        randomMoments("host killed at a random moment of `apply`", approved, false, points / 2, "apply", run);
    }

    List<String> broken() {
        return broken;
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
