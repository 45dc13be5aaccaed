package io.jenkins.plugins.iac.jenkins.step;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The build's log, which is not ours to close. */
final class UnclosedLog extends FilterOutputStream {
    UnclosedLog(OutputStream log) {
        super(log);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
