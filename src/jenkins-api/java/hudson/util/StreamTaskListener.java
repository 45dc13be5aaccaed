package hudson.util;

import hudson.model.TaskListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;

/** The signature of {@code StreamTaskListener}, as far as the plugin links to it; its bodies never run. */
public class StreamTaskListener extends AbstractTaskListener implements TaskListener, Closeable {
    public StreamTaskListener() throws IOException {}

    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }

    public PrintStream getLogger() {
        throw new UnsupportedOperationException();
    }
}
