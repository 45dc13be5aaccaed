package jenkins.model.queue;

/** The signature of {@code AsynchronousExecution}, as far as the plugin links to it; its bodies never run. */
public abstract class AsynchronousExecution extends RuntimeException {
    private AsynchronousExecution() {}
}
