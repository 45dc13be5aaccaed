package hudson.remoting;

import java.io.Serializable;

/** The signature of {@code Callable}, as far as the plugin links to it; its bodies never run. */
public interface Callable<V, T extends Throwable> extends Serializable {
    V call() throws T;
}
