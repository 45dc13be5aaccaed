package hudson.remoting;

import org.jenkinsci.remoting.ChannelStateException;

/** The signature of {@code ChannelClosedException}, as far as the plugin links to it; its bodies never run. */
public class ChannelClosedException extends ChannelStateException {
    private static final long serialVersionUID = 1L;

    private ChannelClosedException() {}
}
