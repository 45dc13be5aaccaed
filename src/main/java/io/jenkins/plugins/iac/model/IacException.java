package io.jenkins.plugins.iac.model;

import java.util.List;

/**
 * The one exception that crosses package borders on purpose: a {@link Problem} and what kind of end it means. Hosts turn
 * it into an exit code or an {@code AbortException}; nobody prints its stack trace.
 */
public class IacException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of end this is; the numbers are the exit codes of the command line. */
    public enum Kind {
        /** Bad usage or bad input. */
        BAD_INPUT(1),
        /** A gate said no. */
        REFUSED(2),
        /** Evidence or a signature does not verify. */
        NOT_VERIFIED(3),
        /** The tool, git or the machine failed or timed out. */
        TOOL_FAILED(4),
        /** An apply may have happened. */
        OUTCOME_UNKNOWN(5);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final transient Problem problem;
    private final transient List<Condition> conditions;

    public IacException(Kind kind, Problem problem, List<Condition> conditions, Throwable cause) {
        super(problem.sentence(), cause);
        this.kind = kind;
        this.problem = problem;
        this.conditions = List.copyOf(conditions);
    }

    public IacException(Kind kind, Problem problem) {
        this(kind, problem, List.of(), null);
    }

    public static IacException badInput(String doing, String where, String found, String expected, String next) {
        return new IacException(Kind.BAD_INPUT, new Problem(doing, where, found, expected, next));
    }

    public static IacException refused(String doing, String where, String found, String expected, String next) {
        return new IacException(Kind.REFUSED, new Problem(doing, where, found, expected, next));
    }

    public static IacException toolFailed(String doing, String where, String found, String expected, String next) {
        return new IacException(Kind.TOOL_FAILED, new Problem(doing, where, found, expected, next));
    }

    public Kind kind() {
        return kind;
    }

    public Problem problem() {
        return problem;
    }

    /** The conditions of the decision that refused, where one did; empty otherwise. */
    public List<Condition> conditions() {
        return conditions;
    }
}
