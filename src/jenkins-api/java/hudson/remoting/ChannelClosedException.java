package hudson.remoting;

import java.io.IOException;

/** The signature of {@code ChannelClosedException}, as far as the plugin links to it; its bodies never run. */
public class ChannelClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    private ChannelClosedException() {}
}
