package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.plan.Bounded;
import io.jenkins.plugins.iac.plan.Check;
import io.jenkins.plugins.iac.plan.OutputChange;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.Risk;
import java.util.List;

/** A summary for a terminal or a build's console: what destroys first, at most a few dozen lines of each sort. */
public final class SummaryConsole {
    private static final int MOST = 30;
    private static final String RED = "31";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String BOLD = "1";
    private static final String DIM = "2";

    private final boolean ansi;
    private final StringBuilder out = new StringBuilder();

    private SummaryConsole(boolean ansi) {
        this.ansi = ansi;
    }

    /**
     * The summary, ending with a line feed.
     *
     * @param ansi whether to colour it; the words say everything without
     */
    public static String of(Review review, boolean ansi) {
        return new SummaryConsole(ansi).write(review);
    }

    private String write(Review review) {
        line(paint(BOLD, Escape.console(review.stack())) + "  " + Escape.console(review.operation())
                + (review.run().isEmpty() ? "" : paint(DIM, "  run " + Escape.console(review.run()))));
        review.facts()
                .forEach((label, value) ->
                        line(paint(DIM, "  " + Escape.console(label) + "  ") + Escape.console(value)));
        String counts = review.counts();
        line("");
        line(counts.isEmpty() ? "No changes." : paint(BOLD, counts + "."));
        review.warnings().forEach(warning -> line(paint(YELLOW, "! " + Escape.console(warning))));
        changes("Destroys", review.plan().changes(), true, review.plan().destroyed());
        risks(review);
        changes(
                "Other changes",
                review.plan().changes(),
                false,
                review.plan().changes().total() - review.plan().destroyed());
        outputs(review.plan().outputs());
        drift(review.plan().drift());
        checks(review.plan().checks());
        conditions("Policies", review.policies());
        conditions("Tasks", review.tasks());
        approvals(review.required());
        review.digest().ifPresent(digest -> {
            line("");
            line("Digest  " + paint(BOLD, digest.digest().toString()));
        });
        return out.toString();
    }

    private void changes(String title, Bounded<ResourceChange> changes, boolean destructive, long total) {
        if (total <= 0) {
            return;
        }
        heading(title);
        List<ResourceChange> shown = changes.items().stream()
                .filter(change -> change.kind().isDestructive() == destructive)
                .limit(MOST)
                .toList();
        for (ResourceChange change : shown) {
            Kind kind = Kind.of(change.kind());
            String symbol = change.isImport()
                    ? Kind.IMPORT.symbol()
                    : change.isMove() && kind == Kind.NO_OP ? Kind.MOVE.symbol() : kind.symbol();
            line(paint(colour(kind), String.format("  %3s ", symbol)) + Escape.console(change.sentence()));
        }
        more(total - shown.size());
    }

    private static String colour(Kind kind) {
        return switch (kind) {
            case REPLACE, DELETE -> RED;
            case CREATE -> GREEN;
            case UPDATE, FORGET -> YELLOW;
            default -> DIM;
        };
    }

    private void risks(Review review) {
        Bounded<Risk> risks = review.plan().risk();
        if (risks.total() == 0) {
            return;
        }
        heading("Risk");
        risks.items().stream()
                .limit(MOST)
                .forEach(risk -> line(
                        paint(RED, "  " + Escape.console(risk.cls()) + "  ") + Escape.console(review.sentence(risk))));
        more(risks.total() - Math.min(MOST, risks.items().size()));
    }

    private void outputs(Bounded<OutputChange> outputs) {
        if (outputs.total() > 0) {
            heading("Outputs");
            outputs.items().stream()
                    .limit(MOST)
                    .forEach(o ->
                            line("  " + String.format("%3s ", Kind.of(o.kind()).symbol()) + Escape.console(o.name())
                                    + (o.sensitive() ? paint(DIM, "  (sensitive)") : "")));
            more(outputs.total() - Math.min(MOST, outputs.items().size()));
        }
    }

    private void drift(Bounded<ResourceChange> drift) {
        if (drift.total() > 0) {
            heading("Changed outside of this tool");
            drift.items().stream().limit(MOST).forEach(d -> line("      " + Escape.console(d.driftSentence())));
            more(drift.total() - Math.min(MOST, drift.items().size()));
        }
    }

    private void checks(Bounded<Check> checks) {
        List<Check> failed = checks.items().stream()
                .filter(c -> c.status().equals("fail") || c.status().equals("error"))
                .toList();
        if (!failed.isEmpty() || checks.omitted() > 0) {
            heading("Checks that fail");
            failed.stream().limit(MOST).forEach(c -> line("      " + Escape.console(c.address() + ": " + c.said())));
            more(failed.size() - Math.min(MOST, failed.size()));
            if (checks.omitted() > 0) {
                line("      " + Review.number(checks.omitted()) + " more were not kept; they may fail");
            }
        }
    }

    private void conditions(String title, List<Condition> conditions) {
        if (!conditions.isEmpty()) {
            heading(title);
            for (Condition condition : conditions) {
                String mark = condition.passed() ? paint(GREEN, "  pass ") : paint(RED, "  FAIL ");
                line(mark
                        + Escape.console(condition.rule())
                        + (condition.message().isEmpty() ? "" : ": " + Escape.console(condition.message())));
            }
        }
    }

    private void approvals(List<Review.Requirement> required) {
        if (!required.isEmpty()) {
            heading("Approvals");
            for (Review.Requirement one : required) {
                line((one.isMet() ? paint(GREEN, "  done ") : paint(YELLOW, "  open "))
                        + Escape.console(Approvals.text(one)));
            }
        }
    }

    private void heading(String title) {
        line("");
        line(paint(BOLD, title));
    }

    private void more(long count) {
        if (count > 0) {
            line(paint(DIM, "      ... and " + Review.number(count) + " more"));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private String paint(String code, String text) {
        return ansi ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
