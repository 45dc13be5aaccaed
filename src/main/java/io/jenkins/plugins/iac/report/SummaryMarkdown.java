package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.model.Cut;
import io.jenkins.plugins.iac.plan.Check;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.Risk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A summary that fits a comment on a pull request whatever the plan's size: at most {@link #LIMIT} characters and bytes of
 * UTF-8, since hosts count one or the other. What does not fit is counted.
 */
public final class SummaryMarkdown {
    /** The most that a comment takes. */
    public static final int LIMIT = 65_535;

    /** Kept free for the ends of sections. */
    private static final int RESERVE = 2_000;

    private final StringBuilder out = new StringBuilder();
    private int bytes;

    private SummaryMarkdown() {}

    /** The summary, in GitHub's flavour of Markdown, which GitLab, Gitea and Bitbucket read too. */
    public static String of(Review review) {
        return new SummaryMarkdown().write(review);
    }

    private String write(Review review) {
        String counts = review.counts();
        line("### " + Escape.code(cut(review.stack())) + ": " + (counts.isEmpty() ? "no changes" : counts));
        line("");
        review.digest().ifPresent(digest -> line("Digest `" + digest.digest() + "`\n"));
        List<String> warnings = review.warnings().stream()
                .map(w -> "- :warning: " + Escape.markdown(w))
                .toList();
        section("", warnings.stream(), warnings.size(), 4_000, false);
        List<String> approvals = review.required().stream()
                .map(r -> "- " + (r.isMet() ? "[x] " : "[ ] ") + Escape.markdown(cut(Approvals.text(r))))
                .toList();
        section("Approvals", approvals.stream(), approvals.size(), 8_000, false);
        section(
                "Votes",
                review.votes().stream().map(SummaryMarkdown::vote),
                review.votes().size(),
                6_000,
                false);
        section(
                "Destroys",
                review.plan().changes().items().stream()
                        .filter(c -> c.kind().isDestructive())
                        .map(SummaryMarkdown::change),
                review.plan().destroyed(),
                20_000,
                false);
        section(
                "Risk",
                review.plan().risk().items().stream().map(risk -> risk(review, risk)),
                review.plan().risk().total(),
                12_000,
                false);
        conditions("Policies", review.policies());
        conditions("Tasks", review.tasks());
        List<Check> open =
                review.plan().checks().items().stream().filter(c -> !c.passed()).toList();
        // Of those that were not kept nobody can tell whether they hold.
        long unclear = review.plan().checks().omitted();
        section(
                "Checks that do not hold",
                open.stream().map(SummaryMarkdown::check),
                open.size() + unclear,
                4_000,
                false);
        section(
                "Provisioners, which execute code",
                review.plan().configuration().provisioners().items().stream()
                        .map(p -> "- " + Escape.markdown(cut(p.type())) + " of " + Escape.code(cut(p.address()))),
                review.plan().configuration().provisioners().total(),
                4_000,
                false);
        section(
                "Other changes",
                review.plan().changes().items().stream()
                        .filter(c -> !c.kind().isDestructive())
                        .map(SummaryMarkdown::change),
                review.plan().changes().total() - review.plan().destroyed(),
                LIMIT,
                true);
        section(
                "Outputs",
                review.plan().outputs().items().stream()
                        .map(o -> "- " + Escape.code(cut(o.name())) + " " + o.kind()
                                + (o.sensitive() ? " (sensitive)" : "")),
                review.plan().outputs().total(),
                LIMIT,
                true);
        section(
                "Changed outside of this tool",
                review.plan().drift().items().stream()
                        .map(d -> "- " + Escape.code(cut(d.display()))
                                + Escape.markdown(cut(
                                        d.driftSentence().substring(d.display().length())))),
                review.plan().drift().total(),
                LIMIT,
                true);
        return out.toString();
    }

    private static String change(ResourceChange change) {
        String address = change.display();
        String rest = change.sentence().substring(address.length());
        return "- `" + Kind.of(change.kind()).symbol().strip() + "` " + Escape.code(cut(address))
                + Escape.markdown(cut(rest));
    }

    private static String vote(Review.Said said) {
        return "- " + (said.isCounted() ? "" : "**does not count** ") + Escape.markdown(cut(said.decision())) + " by "
                + Escape.markdown(cut(said.user())) + " at " + said.at()
                + (said.comment().isBlank() ? "" : ": " + Escape.markdown(cut(said.comment())))
                + (said.isCounted() ? "" : " (" + Escape.markdown(cut(said.counts())) + ")");
    }

    private static String check(Check check) {
        return "- **" + Escape.markdown(check.status()) + "** " + Escape.code(cut(check.address())) + " "
                + Escape.markdown(cut(check.said()));
    }

    private static String risk(Review review, Risk risk) {
        String sentence = review.sentence(risk);
        String text = sentence.startsWith(risk.address())
                ? Escape.code(cut(risk.address()))
                        + Escape.markdown(cut(sentence.substring(risk.address().length())))
                : Escape.markdown(cut(sentence));
        return "- **" + Escape.markdown(risk.cls()) + "** " + text;
    }

    private void conditions(String title, List<Condition> conditions) {
        List<String> lines = new ArrayList<>();
        // What failed comes first: it must not be what is cut.
        conditions.stream().filter(c -> !c.passed()).forEach(c -> lines.add(condition(c)));
        conditions.stream().filter(Condition::passed).forEach(c -> lines.add(condition(c)));
        section(title, lines.stream(), lines.size(), 8_000, false);
    }

    private static String condition(Condition condition) {
        return "- " + (condition.passed() ? "pass " : "**FAIL** ") + Escape.code(cut(condition.rule()))
                + (condition.message().isEmpty() ? "" : " " + Escape.markdown(cut(condition.message())));
    }

    /** Writes as many of the lines as fit into the share of this section and into what is left of all. */
    private void section(String title, Stream<String> lines, long total, int share, boolean folded) {
        if (total <= 0) {
            return;
        }
        int end = Math.min(LIMIT - RESERVE, bytes + share);
        if (bytes + 200 > end) {
            line((title.isEmpty() ? "" : "**" + title + "**: ") + Review.number(total) + " not shown here\n");
            return;
        }
        if (folded) {
            line("<details><summary>" + title + " (" + Review.number(total) + ")</summary>\n");
        } else if (!title.isEmpty()) {
            line("**" + title + "**\n");
        }
        long[] written = {0};
        for (String one : (Iterable<String>) lines::iterator) {
            if (bytes + length(one) + 1 > end) {
                break;
            }
            line(one);
            written[0]++;
        }
        if (written[0] < total) {
            line("- ... and " + Review.number(total - written[0]) + " more");
        }
        line(folded ? "\n</details>\n" : "");
    }

    private void line(String text) {
        out.append(text).append('\n');
        bytes += length(text) + 1;
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** One name must not take the room of all. */
    private static String cut(String text) {
        return text.length() <= 500 ? text : Cut.start(text, 500) + "...";
    }
}
