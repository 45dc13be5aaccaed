package groovy.lang;

/** The signature of {@code GroovyRuntimeException}, as far as the plugin links to it; its bodies never run. */
public class GroovyRuntimeException extends RuntimeException {
    public GroovyRuntimeException() {}
}
