package hudson.model;

import java.io.PrintStream;
import java.io.PrintWriter;

/** The signature of {@code TaskListener}, as far as the plugin links to it; its bodies never run. */
public interface TaskListener {
    TaskListener NULL = null;

    default PrintWriter error(String msg) {
        throw new UnsupportedOperationException();
    }

    default PrintWriter fatalError(String msg) {
        throw new UnsupportedOperationException();
    }

    PrintStream getLogger();
}
