package org.csanchez.jenkins.plugins.kubernetes.pod.decorator;

/** The signature of {@code PodDecoratorException}, as far as the plugin links to it; its bodies never run. */
public class PodDecoratorException extends RuntimeException {
    public PodDecoratorException(String message) {
        throw new UnsupportedOperationException();
    }

    public PodDecoratorException(String message, Throwable cause) {
        throw new UnsupportedOperationException();
    }
}
