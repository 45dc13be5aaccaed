package io.jenkins.plugins.iac.jenkins.step;

import io.jenkins.plugins.iac.crypto.TokenText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jenkinsci.plugins.workflow.log.TaskListenerDecorator;

/** Hides signed tokens, whichever, in what is printed: a renewed one cannot be known beforehand. */
final class TokensHidden extends TaskListenerDecorator {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_LINE = 1 << 20;

    @Override
    public OutputStream decorate(OutputStream logger) {
        return new Lines(logger);
    }

    /** Passes whole lines on. */
    private static final class Lines extends OutputStream {
        private final OutputStream to;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(OutputStream to) {
            this.to = to;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            line.write(b);
            if (b == '\n' || line.size() >= LONGEST_LINE) {
                pass();
            }
        }

        private void pass() throws IOException {
            // Bytes that are no UTF-8 survive the way to text and back in this charset, and a token has none of them.
            String text = line.toString(StandardCharsets.ISO_8859_1);
            line.reset();
            to.write(TokenText.hide(text).getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public synchronized void close() throws IOException {
            pass();
            to.close();
        }
    }
}
