package io.jenkins.plugins.iac.journal;

import io.jenkins.plugins.iac.durable.DurableFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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

    /** Keeps the bytes beside the journal and returns the name under which a segment refers to them. */
    static String keep(Path segment, byte[] bytes, int length) throws IOException {
        String name = DIRECTORY + "/" + segment.getFileName() + ".gz";
        Path file = segment.resolveSibling(name);
        DurableFiles.directory(file.getParent());
        Files.deleteIfExists(file);
        try (FileChannel channel = DurableFiles.create(file);
                OutputStream out = new GZIPOutputStream(Channels.newOutputStream(channel))) {
            out.write(bytes, 0, length);
            ((GZIPOutputStream) out).finish();
            channel.force(true);
        }
        DurableFiles.sync(file.getParent());
        return name;
    }

    /** The records of a run in the archive of a compacted segment. */
    static List<JournalRecord> read(Segment segment, String run) {
        Path file = segment.file().resolveSibling(segment.archive());
        List<JournalRecord> records = new ArrayList<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"run\":\"" + run + "\"")) {
                    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                    JournalRecord record = JournalLine.decode(bytes, 0, bytes.length);
                    if (record.run().equals(run)) {
                        records.add(record);
                    }
                }
            }
            return records;
        } catch (IOException e) {
            throw JournalErrors.unreadable(file, e);
        }
    }
}
