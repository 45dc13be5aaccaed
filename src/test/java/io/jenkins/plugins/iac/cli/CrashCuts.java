package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Cuts the journal, as a disk may that promised more than it kept. Of a plan that is approved and of one that is applied; at
 * every byte of the last record and at random ones of all. What the fence says was written must be there: such a cut is
 * refused by every command, and nothing is applied. What nobody vouches for, as after a crash, is repaired, and what was
 * applied is not applied again.
 */
final class CrashCuts {
    private final CrashSite site;
    private final Random random;
    private final CrashTable table;

    CrashCuts(CrashSite site, Random random, CrashTable table) {
        this.site = site;
        this.random = random;
        this.table = table;
    }

    void cut(int points, BooleanSupplier isOver) throws IOException {
        if (isOver.getAsBoolean()) {
            return;
        }
        site.restore(site.approved);
        site.company().call("apply", site.run).ends(0);
        Path applied = site.company().snapshot("applied");
        List<String> ledger = site.ledger();
        for (boolean crashed : new boolean[] {false, true}) {
            String kind = "journal cut " + (crashed ? "after a crash" : "after it was closed");
            for (int point = 0; point < points / 2 && !isOver.getAsBoolean(); point++) {
                site.restore(applied);
                ledger.forEach(this::write);
                table.point(kind, one(kind, point, crashed, ledger));
            }
        }
    }

    private void write(String name) {
        try {
            Files.writeString(
                    site.company().directory().resolveSibling("ledger"),
                    name + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String one(String kind, int point, boolean crashed, List<String> ledger) throws IOException {
        List<Path> segments = site.segments();
        Path segment = segments.get(segments.size() - 1);
        int size = Math.toIntExact(Files.size(segment));
        List<String> lines = site.lines();
        int last = lines.get(lines.size() - 1).length() + 1;
        // Every other point goes through the last record byte by byte; the others are anywhere.
        int length = point % 2 == 0 ? size - 1 - (point / 2) % last : random.nextInt(size);
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(length);
        }
        if (crashed) {
            Path fence = site.company().home().resolve("journal/fence");
            Files.writeString(fence, Files.readString(fence).replace("\"closed\":true", "\"closed\":false"));
        }
        Answer runs = site.company().call("runs");
        Answer again = site.company().call("apply", site.run);
        if (again.exit() == 0 || !site.ledger().equals(ledger)) {
            table.fail(kind, "applied again, cut at " + length + " of " + size + ": " + site.ledger());
        }
        boolean lost = length < size - 1;
        if (!crashed && lost && again.exit() != 1 && !again.out().contains("journal")) {
            table.fail(kind, "not noticed, cut at " + length + " of " + size + ": " + again.out());
        }
        for (JsonNode run : runs.exit() == 0 ? runs.json().path("runs") : List.<JsonNode>of()) {
            String end = run.path("end").asText("");
            if (end.equals("verified")) {
                continue;
            }
            return crashed ? run.path("state").asText() : "shown, and refused";
        }
        return runs.exit() == 0 ? "verified" : "refused";
    }
}
