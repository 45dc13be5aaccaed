package io.jenkins.plugins.iac.tool;

import io.jenkins.plugins.iac.process.OutputSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what a tool says in a private file until its secrets are known. Meanwhile nothing is passed on but, now and then,
 * how far the tool is, as a number.
 */
final class HeldOutput implements OutputSink, AutoCloseable {
    private static final String NAME = "said.jsonl";
    /** What every event about a resource, data source or ephemeral one has, and no other event. */
    private static final String ABOUT_RESOURCE = "\"hook\":{";

    private static final String COMPLETE = "_complete\"";
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

    private final Path file;
    private final ProgressListener listener;
    private long last = System.nanoTime();
    private long complete;
    private volatile boolean looked;

    private HeldOutput(Path file, ProgressListener listener) {
        this.file = file;
        this.listener = listener;
    }

    /** @param directory only ours, and deleted with all that is in it */
    static HeldOutput in(Path directory, ProgressListener listener) throws IOException {
        return new HeldOutput(PrivateFiles.write(directory.resolve(NAME), new byte[0]), listener);
    }

    @Override
    public void read(InputStream output) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            Lines.read(output, line -> keep(line, out));
        }
    }

    private void keep(String line, OutputStream out) throws IOException {
        out.write(line.getBytes(StandardCharsets.UTF_8));
        out.write('\n');
        if (!line.startsWith("{") || line.contains(ABOUT_RESOURCE)) {
            looked = true;
        }
        if (line.contains(COMPLETE)) {
            complete++;
        }
        long now = System.nanoTime();
        if (now - last > PAUSE) {
            last = now;
            listener.on(new ProgressEvent.Text("still planning: " + complete
                    + " steps done; what the tool says is shown once its secrets are known"));
        }
    }

    /** Whether the tool had begun with resources, or said what is no event. */
    boolean looked() {
        return looked;
    }

    /** Has everything read that was kept. */
    void replay(OutputSink reader) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            reader.read(in);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
