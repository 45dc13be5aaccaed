package io.jenkins.plugins.iac.process;

import java.io.IOException;
import java.io.InputStream;

/** Reads one output of a process to its end, on a thread of its own. If it throws, the process tree is killed. */
@FunctionalInterface
public interface OutputSink {
    void read(InputStream output) throws IOException;
}
