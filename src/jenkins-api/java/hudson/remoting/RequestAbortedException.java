package hudson.remoting;

/** The signature of {@code RequestAbortedException}, as far as the plugin links to it; its bodies never run. */
public class RequestAbortedException extends RuntimeException {
    private RequestAbortedException() {}
}
