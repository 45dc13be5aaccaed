package io.jenkins.plugins.iac.model;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Who a token speaks for: one stack, one environment, one operation. Every part has a grammar without {@code :}, {@code *}
 * and {@code ?}, so that no name can be made to read as another subject, nor as a pattern.
 *
 * @param environment name of the environment
 */
public record TokenSubject(StackId stack, String environment, Operation operation) {
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public TokenSubject {
        Objects.requireNonNull(stack, "stack");
        Objects.requireNonNull(operation, "operation");
        if (environment == null || !ENVIRONMENT.matcher(environment).matches()) {
            throw new IllegalArgumentException("no name of an environment: " + environment);
        }
    }

    /** {@code stack:<id>:environment:<env>:operation:<op>}. */
    public String readable() {
        return "stack:" + stack + ":environment:" + environment + ":operation:" + operation.id();
    }

    /**
     * The same for clouds that bound its length or compare nothing but equality: {@code iac:sha256=} and 64 lower-case hex
     * digits, always 75 characters, the hash of {@link #readable()} as UTF-8.
     */
    public String exact() {
        return "iac:sha256=" + Sha256.of(readable()).hex();
    }

    @Override
    public String toString() {
        return readable();
    }
}
