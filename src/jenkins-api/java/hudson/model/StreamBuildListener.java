package hudson.model;

import hudson.util.StreamTaskListener;
import java.io.IOException;

/** The signature of {@code StreamBuildListener}, as far as the plugin links to it; its bodies never run. */
public class StreamBuildListener extends StreamTaskListener implements BuildListener {
    private StreamBuildListener() throws IOException {}
}
