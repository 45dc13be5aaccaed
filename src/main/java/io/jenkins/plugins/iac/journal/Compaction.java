package io.jenkins.plugins.iac.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.journal.Segment.Entry;
import io.jenkins.plugins.iac.json.Json;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a segment small when all its runs are finished. The whole segment is kept in an archive first; then what is kept
 * takes its place in one step, so a crash leaves the one or the other.
 */
final class Compaction {
    private Compaction() {}

    /**
     * Compacts all that are due, in place, oldest first; how many that were. A run is made small from its beginning on.
     *
     * @param keep as {@link Journal#compact} has it
     */
    static int compact(List<Segment> segments, Set<String> finished, Function<JournalRecord, Optional<ObjectNode>> keep)
            throws IOException {
        int compacted = 0;
        Set<String> whole = new HashSet<>(finished);
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (isDue(segment, whole)) {
                segments.set(i, compact(segment, keep));
                compacted++;
            } else if (segment.archive() == null) {
                segment.entries().forEach(e -> whole.remove(e.run()));
            }
        }
        return compacted;
    }

    /** Whether no record of this segment may matter to a run that goes on. */
    static boolean isDue(Segment segment, Set<String> finished) {
        return segment.archive() == null
                && segment.entries().stream().allMatch(e -> e.run().isEmpty() || finished.contains(e.run()))
                && segment.entries().stream().anyMatch(e -> !e.run().isEmpty());
    }

    /**
     * Compacts it.
     *
     * @param keep for a record of a finished run: the data to keep, which may be less than there is, or empty to take the
     *     record out; records without a run are kept as they are
     */
    static Segment compact(Segment segment, Function<JournalRecord, Optional<ObjectNode>> keep) throws IOException {
        byte[] bytes = Files.readAllBytes(segment.file());
        String archive = Archive.keep(segment.file(), bytes, segment.length());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Entry first = segment.entries().get(0);
        JournalRecord begin = JournalLine.decode(bytes, first.offset(), first.length());
        ObjectNode data = Json.object()
                .put("previousSum", begin.data().path("previousSum").asText())
                .put("archive", archive)
                .put(
                        "archiveSha256",
                        Sha256.of(Arrays.copyOf(bytes, segment.length())).toString())
                .put("sum", segment.sum())
                .put("sequence", segment.sequence())
                .put("token", segment.token());
        segment.entries().stream()
                .map(Entry::run)
                .filter(r -> !r.isEmpty())
                .distinct()
                .forEach(data.putArray("runs")::add);
        String sum = begin.data().path("previousSum").asText();
        sum = add(
                out,
                new JournalRecord(begin.sequence(), begin.time(), "", Segment.COMPACTED, begin.token(), data),
                sum);
        for (Entry entry : segment.entries()) {
            if (entry.isOwn()) {
                continue;
            }
            JournalRecord record = JournalLine.decode(bytes, entry.offset(), entry.length());
            Optional<ObjectNode> kept = record.run().isEmpty() ? Optional.of(record.data()) : keep.apply(record);
            if (kept.isPresent()) {
                sum = add(
                        out,
                        new JournalRecord(
                                record.sequence(),
                                record.time(),
                                record.run(),
                                record.type(),
                                record.token(),
                                kept.get()),
                        sum);
            }
        }
        byte[] small = out.toByteArray();
        Segment compacted = new SegmentReader(
                        segment.file(),
                        small,
                        -1,
                        false,
                        begin.data().path("previousSum").asText(),
                        begin.sequence() - 1)
                .read();
        DurableFiles.replace(segment.file(), small);
        return compacted;
    }

    private static String add(ByteArrayOutputStream out, JournalRecord record, String sum) {
        byte[] line = JournalLine.encode(record, sum);
        out.writeBytes(line);
        out.write('\n');
        return JournalLine.statedSum(line, 0, line.length);
    }
}
