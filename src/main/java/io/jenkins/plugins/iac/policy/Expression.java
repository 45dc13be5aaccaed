package io.jenkins.plugins.iac.policy;

import io.jenkins.plugins.iac.model.IacException;
import io.jenkins.plugins.iac.model.Tri;
import java.util.List;
import java.util.Set;

/**
 * A condition in CEL, compiled once against a vocabulary, evaluated often. It cannot change anything, cannot loop without
 * bound, and cannot ask about anything outside its vocabulary. Immutable; safe in any thread.
 *
 * <p>Most conditions compare facts with constants; these run in a small interpreter of our own ({@link Simple}), which
 * takes nanoseconds and does not load the CEL library. All others, and every error message, are the library's.
 */
public final class Expression {
    /** Longest condition, in characters. */
    public static final int MAX_LENGTH = 4_096;

    private final String text;
    private final Vocabulary vocabulary;
    private final Program program;

    private Expression(String text, Vocabulary vocabulary, Program program) {
        this.text = text;
        this.vocabulary = vocabulary;
        this.program = program;
    }

    /** Compiles a condition. Its result must be a bool. */
    public static Compilation compile(String cel, Vocabulary vocabulary) {
        if (cel.length() > MAX_LENGTH) {
            return new Compilation(
                    null,
                    List.of(new Issue(
                            1,
                            MAX_LENGTH + 1,
                            "the condition has " + cel.length() + " characters, expected at most " + MAX_LENGTH
                                    + "; split it into several rules")));
        }
        Program simple = Simple.compile(cel, vocabulary);
        if (simple != null) {
            List<Issue> never = Words.check(simple.uses());
            if (!never.isEmpty()) {
                return new Compilation(null, never);
            }
            return new Compilation(new Expression(cel, vocabulary, simple), List.of());
        }
        return CelProgram.compile(cel, vocabulary, program -> new Expression(cel, vocabulary, program));
    }

    /**
     * Compiles a condition that was checked before.
     *
     * @throws IacException if it does not compile
     */
    public static Expression of(String cel, Vocabulary vocabulary) {
        Compilation compilation = compile(cel, vocabulary);
        if (!compilation.isOk()) {
            Issue first = compilation.issues().get(0);
            throw IacException.badInput(
                    "compiling a condition",
                    "line " + first.line() + ", column " + first.column(),
                    first.message(),
                    "a CEL condition over " + String.join(", ", vocabulary.names()),
                    "correct it and run lint");
        }
        return compilation.expression();
    }

    /** Yes, no or unknown, without the reason. */
    public Tri test(Facts facts) {
        return program.test(facts);
    }

    /** Yes, no or unknown, with the reason. */
    public Outcome evaluate(Facts facts) {
        return program.evaluate(facts);
    }

    /** The facts that the condition names, in the order of {@link Fact}. */
    public Set<Fact> facts() {
        return program.facts();
    }

    /** How it uses facts that are texts: with which constants they are compared, and where they are used otherwise. */
    public List<Comparison> uses() {
        return program.uses();
    }

    /** The run tasks that the condition names, so that a catalog can tell whether it has them. */
    public List<TaskName> tasks() {
        return program.tasks();
    }

    /** The condition as it was written. */
    public String text() {
        return text;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Whether it runs without the CEL library. */
    boolean isSimple() {
        return !(program instanceof CelProgram);
    }

    @Override
    public String toString() {
        return text;
    }
}
