package hudson.remoting;

import java.io.IOException;

/** The signature of {@code VirtualChannel}, as far as the plugin links to it; its bodies never run. */
public interface VirtualChannel {
    <V, T extends Throwable> V call(Callable<V, T> callable) throws IOException, T, InterruptedException;
}
