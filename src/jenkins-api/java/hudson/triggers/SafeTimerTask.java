package hudson.triggers;

import java.util.TimerTask;

/** The signature of {@code SafeTimerTask}, as far as the plugin links to it; its bodies never run. */
public abstract class SafeTimerTask extends TimerTask {
    public SafeTimerTask() {}

    protected abstract void doRun() throws Exception;

    public final void run() {
        throw new UnsupportedOperationException();
    }
}
