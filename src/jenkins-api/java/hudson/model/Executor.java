package hudson.model;

/** The signature of {@code Executor}, as far as the plugin links to it; its bodies never run. */
public class Executor extends Thread implements ModelObject {
    private Executor() {}

    public static Executor currentExecutor() {
        throw new UnsupportedOperationException();
    }

    public Queue.Executable getCurrentExecutable() {
        throw new UnsupportedOperationException();
    }

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public long getElapsedTime() {
        throw new UnsupportedOperationException();
    }

    public Computer getOwner() {
        throw new UnsupportedOperationException();
    }

    public void run() {
        throw new UnsupportedOperationException();
    }
}
