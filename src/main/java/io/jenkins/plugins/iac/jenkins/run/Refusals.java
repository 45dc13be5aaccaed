package io.jenkins.plugins.iac.jenkins.run;

import hudson.AbortException;
import hudson.model.TaskListener;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import java.io.PrintStream;
import java.util.List;

/** Shows an error of the engine in a build: the sentence as the step's failure, every failed condition in the log. */
public final class Refusals {
    private Refusals() {}

    /** Prints the conditions and returns the exception with which the step fails; it shows no stack trace. */
    public static AbortException shown(IacException e, TaskListener listener) {
        print(e.conditions(), "  ", listener.getLogger());
        String label = e.kind() == IacException.Kind.REFUSED ? "refused: " : "";
        return new AbortException(label + e.problem().sentence());
    }

    private static void print(List<Condition> conditions, String indent, PrintStream log) {
        for (Condition condition : conditions) {
            if (!condition.passed()) {
                log.println(indent + "- " + condition.rule() + ": expected " + condition.expected() + ", found "
                        + condition.found()
                        + (condition.message() == null || condition.message().isEmpty()
                                ? ""
                                : "; " + condition.message()));
                print(condition.because(), indent + "  ", log);
            }
        }
    }
}
