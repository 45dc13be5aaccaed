package org.codehaus.groovy.control;

import groovy.lang.GroovyRuntimeException;

/** The signature of {@code CompilationFailedException}, as far as the plugin links to it; its bodies never run. */
public class CompilationFailedException extends GroovyRuntimeException {
    private CompilationFailedException() {}
}
