package io.jenkins.plugins.iac.evidence;

import io.jenkins.plugins.iac.durable.DurableFiles;
import io.jenkins.plugins.iac.durable.LineFile;
import io.jenkins.plugins.iac.durable.LineWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a log: envelopes, one a line, {@link #PER_FILE} to a file, files numbered from 0. Only the end of the
 * last file is ever written to.
 */
final class EntryFiles implements Closeable {
    static final int PER_FILE = 1024;
    private final Path directory;
    private final LineFile.Opener opener;
    private final List<String> repairs = new ArrayList<>();
    private LineWriter writer;
    private long count;

    private EntryFiles(Path directory, LineFile.Opener opener) {
        this.directory = directory;
        this.opener = opener;
    }

    static EntryFiles open(Path directory, LineFile.Opener opener) throws IOException {
        EntryFiles files = new EntryFiles(directory, opener);
        int last = 0;
        while (Files.exists(file(directory, last + 1))) {
            last++;
        }
        Path newest = file(directory, last);
        int lines = Files.exists(newest) ? files.repair(newest) : 0;
        files.count = (long) last * PER_FILE + lines;
        if (lines < PER_FILE) {
            files.writer = new LineWriter(newest, opener.open(newest), Files.size(newest));
        }
        return files;
    }

    static Path file(Path directory, int number) {
        return directory.resolve(name(number));
    }

    static String name(int number) {
        return "entries-%08d.jsonl".formatted(number);
    }

    long count() {
        return count;
    }

    List<String> repairs() {
        return repairs;
    }

    /** Ends the file at a line's end and returns how many lines it has. */
    private int repair(Path newest) throws IOException {
        byte[] bytes = Files.readAllBytes(newest);
        List<byte[]> lines = lines(bytes);
        int whole = 0;
        for (byte b : bytes) {
            whole += b == '\n' ? 1 : 0;
        }
        if (whole == lines.size()) {
            return whole;
        }
        byte[] tail = lines.get(whole);
        if (isEnvelope(tail)) {
            try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
                channel.force(true);
            }
            repairs.add("the last record was whole, only its newline was missing; added in " + newest.getFileName());
            return whole + 1;
        }
        long length = (long) bytes.length - tail.length;
        Path aside = directory.resolve("torn-" + newest.getFileName() + "-" + length + ".bin");
        for (int i = 2; Files.exists(aside); i++) {
            aside = directory.resolve("torn-" + newest.getFileName() + "-" + length + "-" + i + ".bin");
        }
        DurableFiles.replace(aside, tail);
        try (FileChannel channel = FileChannel.open(newest, StandardOpenOption.WRITE)) {
            channel.truncate(length);
            channel.force(true);
        }
        repairs.add(tail.length + " bytes at the end of " + newest.getFileName()
                + ", a record that was not written to its end, are kept in " + aside.getFileName());
        return whole;
    }

    private static boolean isEnvelope(byte[] line) {
        try {
            return Arrays.equals(line, Envelope.bytes(Envelope.parse(line)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Adds records and syncs them; where this throws, those from {@link #count()} on are not there. */
    void append(List<byte[]> entries) throws IOException {
        int done = 0;
        while (done < entries.size()) {
            if (writer == null) {
                Path next = file(directory, Math.toIntExact(count / PER_FILE));
                writer = new LineWriter(next, opener.open(next), 0);
                DurableFiles.sync(directory);
            }
            int room = Math.min(entries.size() - done, PER_FILE - (int) (count % PER_FILE));
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (byte[] entry : entries.subList(done, done + room)) {
                lines.writeBytes(entry);
                lines.write('\n');
            }
            writer.append(lines.toByteArray());
            count += room;
            done += room;
            if (count % PER_FILE == 0) {
                writer.close();
                writer = null;
            }
        }
    }

    boolean isPoisoned() {
        return writer != null && writer.isPoisoned();
    }

    /** The records of one file; an unfinished last line counts as one. */
    static List<byte[]> read(Path directory, int number) throws IOException {
        return lines(Files.readAllBytes(file(directory, number)));
    }

    private static List<byte[]> lines(byte[] bytes) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(Arrays.copyOfRange(bytes, from, i));
                from = i + 1;
            }
        }
        if (from < bytes.length) {
            lines.add(Arrays.copyOfRange(bytes, from, bytes.length));
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }
}
