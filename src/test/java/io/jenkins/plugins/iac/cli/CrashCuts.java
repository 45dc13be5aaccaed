package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.journal.JournalTest;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.lock.Lock;
import io.jenkins.plugins.iac.lock.LockBook;
import io.jenkins.plugins.iac.lock.LockTable;
import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.run.Run;
import io.jenkins.plugins.iac.run.RunBook;
import io.jenkins.plugins.iac.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Cuts the journal of a run that was planned, approved and applied, as a disk may that promised more than it kept. At every
 * byte: what the fence says was written must be there, so such a cut is refused; what nobody vouches for, as after a crash,
 * is repaired to exactly the records that are whole. And between two records, where the repair of each cut within a record
 * leads: with the whole command line, which must not apply again.
 */
final class CrashCuts {
    private static final Path MEMORY = Path.of("/dev/shm");
    private final CrashSite site;
    private final CrashTable table;

    CrashCuts(CrashSite site, CrashTable table) {
        this.site = site;
        this.table = table;
    }

    /** To where the stack was applied. */
    private void restore() throws IOException {
        site.restore(site.destroy());
    }

    private Path fence() {
        return site.company().home().resolve("journal/fence");
    }

    /** As a process leaves it that was killed and was the first one of this home: no record of its has been vouched for. */
    private void unclosed() throws IOException {
        Path other = Files.createTempDirectory("iac-fence");
        try (Journal first = Journal.open(other, site.company().clock())) {
            Files.copy(other.resolve("fence"), fence(), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Company.delete(other);
        }
    }

    private Path segment() throws IOException {
        List<Path> segments = site.segments();
        return segments.get(segments.size() - 1);
    }

    /** At every byte, in memory where there is such a place; opening the journal is what every command that writes does first. */
    void bytes(String kind, boolean crashed) throws IOException {
        restore();
        if (crashed) {
            unclosed();
        }
        Path journal = Files.createTempDirectory(
                Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir")), "iac-cuts");
        try {
            Company.copy(site.company().home().resolve("journal"), journal);
            bytes(kind, crashed, journal, journal.resolve(segment().getFileName()));
        } finally {
            Company.delete(journal);
        }
    }

    private void bytes(String kind, boolean crashed, Path journal, Path segment) throws IOException {
        byte[] fence = Files.readAllBytes(journal.resolve("fence"));
        byte[] all = Files.readAllBytes(segment);
        List<JournalRecord> records = JournalTest.whole(journal).records().toList();
        CrashCoverage coverage = table.covers(kind, CrashCoverage.numbers("bytes", all.length));
        Map<Integer, String> stands = new TreeMap<>();
        for (int cut = 0; cut < all.length; cut++) {
            tidy(journal, segment);
            Files.write(segment, Arrays.copyOf(all, cut));
            Files.write(journal.resolve("fence"), fence);
            List<JournalRecord> whole = records.subList(0, whole(all, cut));
            table.quiet(kind, opened(kind, journal, cut, whole, stands, crashed || cut == all.length - 1));
            coverage.struck(String.valueOf(cut + 1));
        }
    }

    /** Records of the file up to there, which begins with a header of its own; only its newline may be missing. */
    private static int whole(byte[] all, int cut) {
        int lines = all[cut] == '\n' ? 1 : 0;
        for (int i = 0; i < cut; i++) {
            lines += all[i] == '\n' ? 1 : 0;
        }
        return Math.max(0, lines - 1);
    }

    /** What the last repair began, and what it kept aside. */
    private static void tidy(Path journal, Path segment) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("torn-") || name.startsWith("segment-") && !file.equals(segment)) {
                    Files.delete(file);
                }
            }
        }
    }

    private String opened(
            String kind,
            Path journal,
            int cut,
            List<JournalRecord> whole,
            Map<Integer, String> stands,
            boolean mayBeRepaired) {
        InstantSource clock = site.company().clock();
        try (Journal opened = Journal.open(journal, clock)) {
            List<JournalRecord> now = opened.records().toList();
            if (!mayBeRepaired || !now.equals(whole)) {
                table.fail(kind, "cut at " + cut + ": " + whole.size() + " records were whole, now " + now.size());
            }
            String stand = stand(kind, cut, new RunBook(opened, clock).all(), new LockBook(opened).table());
            String known = stands.putIfAbsent(whole.size(), stand);
            if (known != null && !known.equals(stand)) {
                table.fail(kind, "cut at " + cut + ": " + stand + ", cut elsewhere in this record: " + known);
            }
            opened.append("", "test.next", Json.object());
        } catch (IacException e) {
            if (mayBeRepaired) {
                table.fail(kind, "cut at " + cut + " is refused: " + e.getMessage());
            }
            return "refused";
        }
        if (JournalTest.whole(journal).records().count() != whole.size() + 1) {
            table.fail(kind, "cut at " + cut + ": what was written behind the repair is not there");
        }
        return "repaired to the records that were whole";
    }

    /** How runs and locks stand; nothing may be under way or locked that nobody approved. */
    private String stand(String kind, int cut, List<Run> runs, LockTable locks) {
        for (Run run : runs) {
            boolean applying = run.steps().stream().anyMatch(s -> s.state() == RunState.APPLYING);
            boolean locked = !locks.locksOf(run.id()).isEmpty();
            if ((applying || locked) && run.votes().isEmpty()) {
                table.fail(kind, "cut at " + cut + ": " + run.state() + " without a vote");
            }
            if (run.state() == RunState.APPLYING && !locked) {
                table.fail(kind, "cut at " + cut + ": an apply without its lock");
            }
        }
        List<String> known = runs.stream().map(Run::id).toList();
        if (!locks.locks().stream().map(Lock::run).allMatch(known::contains)) {
            table.fail(kind, "cut at " + cut + ": a lock of nobody: " + locks.locks());
        }
        return runs.stream()
                        .map(r -> r.id() + " " + r.state() + " " + r.votes().size())
                        .toList() + " " + locks.locks();
    }

    /** Behind so many records, with the whole command line. */
    void whole(String kind) throws IOException {
        restore();
        int records = site.lines().size();
        List<String> all = new ArrayList<>();
        for (int record = 1; record < records; record++) {
            all.add(record + " after a crash");
            all.add(record + " closed before");
        }
        CrashCoverage coverage = table.covers(kind, new CrashCoverage("cuts", all));
        for (String cut : all) {
            boolean crashed = cut.endsWith("crash");
            int record = Integer.parseInt(cut.substring(0, cut.indexOf(' ')));
            restore();
            List<String> lines = site.lines().subList(0, record);
            Files.writeString(segment(), String.join("\n", lines) + "\n");
            if (crashed) {
                unclosed();
            }
            table.point(kind, one(kind, record, crashed));
            coverage.struck(cut);
        }
    }

    private String one(String kind, int record, boolean crashed) throws IOException {
        Answer again = site.company().call("apply", site.run);
        if (again.exit() == 0 || !site.done(site.destroy()).equals(List.of())) {
            table.fail(kind, "applied again, cut behind record " + record + ": " + site.ledger());
        }
        Answer runs = site.company().call("runs");
        if (!crashed) {
            if (!again.out().contains("the last writer closed the journal")) {
                table.fail(kind, "not noticed, cut behind record " + record + ": " + again.out());
            }
            return "every command that writes refused";
        }
        if (runs.exit() != 0) {
            table.fail(kind, "cut behind record " + record + ": " + runs.out());
        }
        for (var lock : runs.json().path("locks")) {
            if (lock.path("frozenBecause").isNull()) {
                table.fail(kind, "cut behind record " + record + ", a lock that nobody accounts for: " + lock);
            }
        }
        String told = "no run";
        for (var run : runs.json().path("runs")) {
            told = run.path("end").asText(run.path("state").asText());
        }
        return told;
    }
}
