package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.journal.Journal;
import io.jenkins.plugins.iac.journal.JournalRecord;
import io.jenkins.plugins.iac.journal.JournalTest;
import io.jenkins.plugins.iac.model.IacException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts the journal of a run that was planned, approved and applied, as a disk may that promised more than it kept. At every
 * byte: what the fence says was written must be there, so such a cut is refused; what nobody vouches for, as after a crash,
 * is repaired to exactly the records that are whole. And between two records, where the repair of each cut within a record
 * leads: with the whole command line, which must not apply again.
 */
final class CrashCuts {
    private final CrashSite site;
    private final Random random;
    private final CrashTable table;
    private Path applied;
    private List<String> ledger;

    CrashCuts(CrashSite site, Random random, CrashTable table) {
        this.site = site;
        this.random = random;
        this.table = table;
    }

    private void restore() throws IOException {
        if (applied == null) {
            site.restore(site.apply.from());
            site.company().call("apply", site.run).ends(0);
            applied = site.company().snapshot("applied");
            ledger = site.ledger();
        }
        site.restore(applied);
        site.write(ledger);
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

    /** At every byte, in random order; opening the journal is what every command that writes does first. */
    void bytes(String kind, boolean crashed, BooleanSupplier isOver) throws IOException {
        restore();
        if (crashed) {
            unclosed();
        }
        Path journal = site.company().home().resolve("journal");
        byte[] fence = Files.readAllBytes(fence());
        byte[] all = Files.readAllBytes(segment());
        Path segment = segment();
        List<JournalRecord> records = JournalTest.whole(journal).records().toList();
        for (int cut : shuffled(0, all.length - 1)) {
            if (isOver.getAsBoolean()) {
                return;
            }
            tidy(journal, segment);
            Files.write(segment, Arrays.copyOf(all, cut));
            Files.write(fence(), fence);
            table.quiet(
                    kind,
                    opened(kind, journal, cut, records.subList(0, whole(all, cut)), crashed || cut == all.length - 1));
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

    private String opened(String kind, Path journal, int cut, List<JournalRecord> whole, boolean mayBeRepaired) {
        try {
            Journal.open(journal, site.company().clock()).close();
        } catch (IacException e) {
            if (mayBeRepaired) {
                table.fail(kind, "cut at " + cut + " is refused: " + e.getMessage());
            }
            return "refused";
        }
        List<JournalRecord> now = JournalTest.whole(journal).records().toList();
        if (!mayBeRepaired || !now.equals(whole)) {
            table.fail(kind, "cut at " + cut + ": " + whole.size() + " records were whole, now " + now.size());
        }
        return "repaired to the records that were whole";
    }

    private List<Integer> shuffled(int from, int to) {
        List<Integer> all =
                new ArrayList<>(IntStream.rangeClosed(from, to).boxed().toList());
        Collections.shuffle(all, random);
        return all;
    }

    /** Behind so many records, with the whole command line. */
    void whole(String kind, BooleanSupplier isOver) throws IOException {
        restore();
        int records = site.lines().size();
        for (int record : shuffled(1, records - 1)) {
            for (boolean crashed : new boolean[] {true, false}) {
                if (isOver.getAsBoolean()) {
                    return;
                }
                restore();
                List<String> lines = site.lines().subList(0, record);
                Files.writeString(segment(), String.join("\n", lines) + "\n");
                if (crashed) {
                    unclosed();
                }
                table.point(kind, one(kind, record, crashed));
            }
        }
    }

    private String one(String kind, int record, boolean crashed) throws IOException {
        Answer again = site.company().call("apply", site.run);
        if (again.exit() == 0 || !site.ledger().equals(ledger)) {
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
        String told = "no run";
        for (var run : runs.json().path("runs")) {
            told = run.path("end").asText(run.path("state").asText());
        }
        return told;
    }
}
