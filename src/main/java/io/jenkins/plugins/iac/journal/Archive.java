package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The whole bytes of a segment, kept compressed when its finished runs are taken out. */
final class Archive {
    private static final String DIRECTORY = "archive";

    private Archive() {}

    /** Where the archive of a segment is, relative to the segment's directory. */
    static String name(Path segment) {
        return DIRECTORY + "/" + segment.getFileName() + ".gz";
    }

    /** Keeps the bytes beside the journal and returns the name under which a segment refers to them. */
    static String keep(Path segment, byte[] bytes, int length) throws IOException {
        String name = name(segment);
        Path file = segment.resolveSibling(name);
        DurableFiles.directory(DurableFiles.directoryOf(file));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes, 0, length);
        }
        DurableFiles.replace(file, compressed.toByteArray());
        return name;
    }

    /**
     * The records of a run in the archive of a compacted segment.
     *
     * @throws io.jenkins.plugins.iac.model.IacException if the archive is not what was kept
     */
    static List<JournalRecord> read(Segment segment, String run) {
        Path file = segment.file().resolveSibling(segment.archive().name());
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            byte[] bytes = in.readNBytes(2 * JournalLine.MAX_BYTES + (int) Journal.SEGMENT_BYTES);
            if (!Sha256.of(bytes).toString().equals(segment.archive().sha256())) {
                throw JournalErrors.damaged(
                        file, "the whole file", "other bytes", segment.archive().sha256());
            }
            List<JournalRecord> records = new ArrayList<>();
            JournalLine.Spans spans = new JournalLine.Spans();
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    if (JournalLine.locate(bytes, from, i - from, spans)
                            && JournalLine.text(bytes, spans.runAt, spans.runEnd)
                                    .equals(run)) {
                        records.add(JournalLine.decode(bytes, from, i - from));
                    }
                    from = i + 1;
                }
            }
            return records;
        } catch (IOException e) {
            throw JournalErrors.unreadable(file, e);
        }
    }
}
