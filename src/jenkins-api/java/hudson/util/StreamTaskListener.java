package hudson.util;

import hudson.model.TaskListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** The signature of {@code StreamTaskListener}, as far as the plugin links to it; its bodies never run. */
public class StreamTaskListener extends AbstractTaskListener implements TaskListener, Closeable {
    public StreamTaskListener() throws IOException {}

    public StreamTaskListener(OutputStream out, Charset charset) {}

    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    public PrintStream getLogger() {
        throw new UnsupportedOperationException();
    }
}
