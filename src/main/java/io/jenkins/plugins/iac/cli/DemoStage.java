package io.jenkins.plugins.iac.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.IacException;
import java.util.List;

/** How the demo speaks: acts, what is done, what is found. A surprise ends it. */
final class DemoStage {
    private static final int WIDTH = 92;
    private final Terminal terminal;
    private int act;

    DemoStage(Terminal terminal) {
        this.terminal = terminal;
    }

    void act(String title) {
        act++;
        terminal.out().println();
        String head = "── " + act + ". " + title + " ";
        terminal.out().println(terminal.bold(head + "─".repeat(Math.max(3, WIDTH - head.length()))));
    }

    void say(String text) {
        terminal.out().println("   " + text);
    }

    void fact(String label, String text) {
        terminal.out().println("   " + terminal.dim(String.format("%-11s", label)) + text);
    }

    void good(String text) {
        terminal.out().println("   " + terminal.good("✔ ") + text);
    }

    void refused(String text) {
        terminal.out().println("   " + terminal.bad("✘ ") + text);
    }

    void condition(Condition condition) {
        if (condition.because().stream().anyMatch(c -> !c.passed())) {
            terminal.out().println("     " + condition.rule());
            condition.because().stream().filter(c -> !c.passed()).forEach(this::condition);
            return;
        }
        terminal.out()
                .println("     " + terminal.bad("- ") + condition.rule() + ": expected " + condition.expected()
                        + ", found " + condition.found());
    }

    /** Runs something that must be refused, and shows why it was. */
    IacException mustRefuse(String what, Runnable attempt) {
        try {
            attempt.run();
        } catch (IacException e) {
            if (e.kind() != IacException.Kind.REFUSED) {
                throw e;
            }
            refused(what + ": refused");
            List<Condition> failed =
                    e.conditions().stream().filter(c -> !c.passed()).toList();
            failed.forEach(this::condition);
            if (failed.isEmpty()) {
                say("  " + e.problem().found());
            }
            return e;
        }
        throw surprise(what + " went through", "a refusal");
    }

    /** Ends the demo unless what must be is. */
    void check(boolean holds, String found, String expected) {
        if (!holds) {
            throw surprise(found, expected);
        }
    }

    private static IacException surprise(String found, String expected) {
        return new IacException(
                IacException.Kind.NOT_VERIFIED,
                new io.jenkins.plugins.iac.model.Problem(
                        "playing the demo", "", found, expected, "please report this with the output above"));
    }

    /** What takes long, phase by phase; the tool's own lines are left out here. */
    void progress(String line) {
        if (!line.startsWith(" ")) {
            terminal.err().println("   " + terminal.dim("· " + line));
            terminal.err().flush();
        }
    }

    void plan(JsonNode plan) {
        fact("digest", plan.path("digest").asText());
        fact("changes", RunText.counts(plan.path("summary").path("counts")));
        plan.path("summary").path("sentences").forEach(s -> fact("destroys", terminal.bad(s.asText())));
    }
}
