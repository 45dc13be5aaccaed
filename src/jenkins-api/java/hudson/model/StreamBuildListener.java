package hudson.model;

import hudson.util.StreamTaskListener;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** The signature of {@code StreamBuildListener}, as far as the plugin links to it; its bodies never run. */
public class StreamBuildListener extends StreamTaskListener implements BuildListener {
    public StreamBuildListener(PrintStream w, Charset charset) {
        super(null, null);
    }
}
