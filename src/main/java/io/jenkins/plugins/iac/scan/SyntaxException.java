package io.jenkins.plugins.iac.scan;

/** A file that cannot be read as configuration; whoever asked refuses it. Line and column count from 1. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    SyntaxException(int line, String message) {
        super(message);
        this.line = line;
    }

    public int line() {
        return line;
    }
}
