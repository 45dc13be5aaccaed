package io.jenkins.plugins.iac.cli;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.report.Escape;
import java.io.PrintStream;

/** A tree of conditions as a person reads it: a mark, the rule, both values, what to do. */
final class ConditionText {
    private final Terminal terminal;

    ConditionText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(PrintStream out, Condition condition, String indent) {
        String mark =
                condition.deferred() ? terminal.warn("?") : condition.passed() ? terminal.good("+") : terminal.bad("-");
        StringBuilder line = new StringBuilder(indent).append(mark).append(' ').append(condition.rule());
        if (!condition.expected().isEmpty()) {
            line.append(": expected ")
                    .append(Escape.console(condition.expected()))
                    .append(", found ")
                    .append(Escape.console(condition.found()));
        }
        if (!condition.message().isEmpty()) {
            line.append(terminal.dim(" (" + Escape.console(condition.message()) + ")"));
        }
        out.println(line);
        condition.because().forEach(c -> print(out, c, indent + "  "));
    }
}
