package hudson;

import hudson.model.Saveable;
import java.io.Closeable;
import java.io.IOException;

/** The signature of {@code BulkChange}, as far as the plugin links to it; its bodies never run. */
public class BulkChange implements Closeable {
    public BulkChange(Saveable saveable) {}

    public void abort() {
        throw new UnsupportedOperationException();
    }

    public void close() {
        throw new UnsupportedOperationException();
    }

    public void commit() throws IOException {
        throw new UnsupportedOperationException();
    }
}
