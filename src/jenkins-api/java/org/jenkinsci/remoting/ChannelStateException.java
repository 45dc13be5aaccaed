package org.jenkinsci.remoting;

import java.io.IOException;

/** The signature of {@code ChannelStateException}, as far as the plugin links to it; its bodies never run. */
public class ChannelStateException extends IOException {
    private static final long serialVersionUID = 1L;

    protected ChannelStateException() {}
}
