package io.jenkins.plugins.iac.durable;

/** A short wait for somebody else to be done. */
public final class Pause {
    private Pause() {}

    /** Waits; false, with the thread still marked as interrupted, where it was interrupted. */
    public static boolean millis(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
