package io.jenkins.plugins.iac.report;

import io.jenkins.plugins.iac.model.ChangeKind;
import io.jenkins.plugins.iac.model.Condition;
import io.jenkins.plugins.iac.plan.AttributeChange;
import io.jenkins.plugins.iac.plan.Bounded;
import io.jenkins.plugins.iac.plan.Check;
import io.jenkins.plugins.iac.plan.PlanDigest;
import io.jenkins.plugins.iac.plan.PlanSummary;
import io.jenkins.plugins.iac.plan.ResourceChange;
import io.jenkins.plugins.iac.plan.Risk;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The review page as one file: no request to anywhere, every text escaped, one script of our own that searches and that
 * the page's policy names by its hash. What destroys stands first, then risk, policies and who must still approve; attribute changes are folded. Made for keyboard and screen reader (headings,
 * lists, tables, {@code details}), for light and dark, and for ten thousand changes; it reads in the same order where neither
 * style nor script may stand, as among the artifacts of a Jenkins.
 */
public final class SummaryHtml {
    /** See {@link SummaryAssets#POLICY}. */
    public static final String POLICY = SummaryAssets.POLICY;

    private final HtmlText out = new HtmlText();
    private final Review review;
    private final PlanSummary plan;

    private SummaryHtml(Review review) {
        this.review = review;
        this.plan = review.plan();
    }

    /** The whole page, UTF-8 when written out. */
    public static String of(Review review) {
        return new SummaryHtml(review).page(SummaryAssets.OPENING, "<script>" + SummaryAssets.SCRIPT + "</script>\n");
    }

    /**
     * The page for a server, without what {@link ServedSummary#opening} says anew in each answer, behind which it stands. It
     * holds neither script nor style, and is the same for whoever looks.
     */
    public static String served(Review review) {
        return new SummaryHtml(review).page("", "");
    }

    private String page(String opening, String closing) {
        out.raw(opening)
                .raw("<title>")
                .text(review.stack() + ": " + headline())
                .raw("</title>\n</head>\n<body>\n<a class=\"skip\" href=\"#changes\">skip to the changes</a>\n");
        header();
        out.raw("<main>\n");
        search();
        destructive();
        risks();
        conditions("Policies", review.policies());
        conditions("Run tasks", review.tasks());
        HtmlApprovals.write(out, review);
        review.digest().ifPresent(this::digest);
        out.raw("<div id=\"changes\"></div>\n");
        section(
                "Changes",
                plan.changes(),
                c -> !c.kind().isDestructive(),
                ResourceChange::sentence,
                plan.changes().total() - plan.destroyed());
        outputs();
        section(
                "Changed outside of this tool",
                plan.drift(),
                c -> true,
                ResourceChange::driftSentence,
                plan.drift().total());
        section(
                "Put off to a later plan",
                plan.deferred(),
                c -> true,
                ResourceChange::sentence,
                plan.deferred().total());
        checks();
        configuration();
        out.raw("</main>\n");
        footer();
        return out.raw(closing).raw("</body>\n</html>\n").toString();
    }

    private String headline() {
        String counts = review.counts();
        return counts.isEmpty() ? "no changes" : counts;
    }

    private void header() {
        out.raw("<header>\n<h1>")
                .text(review.stack())
                .raw(" <span class=\"soft\">")
                .text(review.operation())
                .raw("</span></h1>\n<dl class=\"facts\">\n");
        if (!review.run().isEmpty()) {
            fact("run", review.run());
        }
        review.facts().forEach(this::fact);
        if (!plan.toolVersion().isEmpty()) {
            fact("tool", plan.toolVersion());
        }
        out.raw("</dl>\n");
        if (review.counts().isEmpty()) {
            out.raw("<p><b>No changes.</b></p>\n");
        } else {
            out.raw("<ul class=\"counts\">\n");
            for (Kind kind : Kind.values()) {
                long n = plan.count(kind.kind());
                if (n > 0) {
                    out.raw("<li class=\"")
                            .raw(kind.kind().id())
                            .raw("\"><b>")
                            .raw(Review.number(n))
                            .raw("</b> ")
                            .raw(kind.words())
                            .raw("</li>\n");
                }
            }
            out.raw("</ul>\n");
        }
        review.warnings()
                .forEach(w ->
                        out.raw("<p class=\"alert\" role=\"note\">").text(w).raw("</p>\n"));
        out.raw("</header>\n");
    }

    private void fact(String label, String value) {
        out.raw("<dt>").text(label).raw("</dt><dd>").text(value).raw("</dd>\n");
    }

    /** Shown by the script, which does the searching. */
    private void search() {
        out.raw("<div id=\"search\" role=\"search\" hidden><label for=\"q\">Search</label> ")
                .raw("<input id=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"> ")
                .raw("<span id=\"found\" class=\"soft\" role=\"status\"></span></div>\n");
    }

    private void destructive() {
        if (plan.destroyed() > 0) {
            out.raw("<section class=\"danger\">\n<h2>Destroys ")
                    .raw(Review.number(plan.destroyed()))
                    .raw("</h2>\n");
            rows(plan.changes(), c -> c.kind().isDestructive(), ResourceChange::sentence, plan.destroyed());
            out.raw("</section>\n");
        }
    }

    private void section(
            String title,
            Bounded<ResourceChange> list,
            Predicate<ResourceChange> which,
            Function<ResourceChange, String> words,
            long total) {
        if (total > 0) {
            out.raw("<section>\n<h2>")
                    .raw(title)
                    .raw(" <span class=\"soft\">")
                    .raw(Review.number(total))
                    .raw("</span></h2>\n");
            rows(list, which, words, total);
            out.raw("</section>\n");
        }
    }

    private void rows(
            Bounded<ResourceChange> list,
            Predicate<ResourceChange> which,
            Function<ResourceChange, String> words,
            long total) {
        List<ResourceChange> shown = list.items().stream().filter(which).toList();
        out.raw("<ul class=\"rows\">\n");
        for (ResourceChange change : shown) {
            out.raw("<li>");
            if (change.attributes().total() > 0) {
                out.raw("<details><summary>");
                sentence(change, words.apply(change));
                out.raw("</summary>\n");
                attributes(change.attributes());
                out.raw("</details>");
            } else {
                sentence(change, words.apply(change));
            }
            out.raw("</li>\n");
        }
        out.raw("</ul>\n");
        more(total - shown.size());
    }

    private void sentence(ResourceChange change, String sentence) {
        Kind kind = Kind.of(change.kind());
        String address = change.display();
        out.raw("<span class=\"tag ")
                .raw(change.kind().isDestructive() ? "bad" : change.kind() == ChangeKind.CREATE ? "good" : "warn")
                .raw("\" aria-hidden=\"true\">")
                .text(kind.symbol())
                .raw("</span> <code>")
                .text(address)
                .raw("</code>")
                .text(sentence.substring(address.length()));
    }

    private void attributes(Bounded<AttributeChange> attributes) {
        out.raw(
                "<table>\n<tr><th scope=\"col\">attribute</th><th scope=\"col\">before</th><th scope=\"col\">after</th></tr>\n");
        for (AttributeChange one : attributes.items()) {
            out.raw("<tr><td><code>")
                    .text(one.path())
                    .raw("</code></td><td><code>")
                    .text(one.before())
                    .raw("</code></td><td><code>")
                    .text(one.after())
                    .raw("</code></td></tr>\n");
        }
        out.raw("</table>\n");
        more(attributes.omitted());
    }

    private void risks() {
        Bounded<Risk> risks = plan.risk();
        if (risks.total() > 0) {
            out.raw("<section>\n<h2>Risk</h2>\n<ul class=\"rows\">\n");
            for (Risk risk : risks.items()) {
                out.raw("<li><span class=\"cls\">")
                        .text(risk.cls())
                        .raw("</span> ")
                        .text(review.sentence(risk))
                        .raw("</li>\n");
            }
            out.raw("</ul>\n");
            more(risks.omitted());
            out.raw("</section>\n");
        }
    }

    private void conditions(String title, List<Condition> conditions) {
        if (conditions.isEmpty()) {
            return;
        }
        out.raw("<section>\n<h2>")
                .raw(title)
                .raw("</h2>\n<table>\n<tr><th scope=\"col\">result</th><th scope=\"col\">rule</th>")
                .raw(
                        "<th scope=\"col\">expected</th><th scope=\"col\">found</th><th scope=\"col\">what to do</th></tr>\n");
        for (Condition one : conditions) {
            out.raw(one.passed() ? "<tr><td class=\"good\">pass" : "<tr><td class=\"bad\"><b>fail</b>")
                    .raw("</td><td><code>")
                    .text(one.rule())
                    .raw("</code></td><td>")
                    .text(one.expected())
                    .raw("</td><td>")
                    .text(one.found())
                    .raw("</td><td>")
                    .text(one.message())
                    .raw("</td></tr>\n");
        }
        out.raw("</table>\n</section>\n");
    }

    private void digest(PlanDigest digest) {
        out.raw("<section>\n<h2>Digest</h2>\n<p>What is approved, and checked again before anything is applied:</p>\n")
                .raw("<code class=\"digest\">")
                .text(digest.digest().toString())
                .raw("</code>\n")
                .raw("<details><summary>its parts</summary>\n<table>\n");
        digest.json().fields().forEachRemaining(part -> out.raw("<tr><th scope=\"row\">")
                .text(part.getKey())
                .raw("</th><td><code>")
                .text(part.getValue().isNull() ? "" : part.getValue().asText())
                .raw("</code></td></tr>\n"));
        out.raw("</table>\n</details>\n</section>\n");
    }

    private void outputs() {
        if (plan.outputs().total() > 0) {
            out.raw("<section>\n<h2>Outputs</h2>\n<ul class=\"rows\">\n");
            plan.outputs().items().forEach(o -> out.raw("<li><span class=\"tag\" aria-hidden=\"true\">")
                    .text(Kind.of(o.kind()).symbol())
                    .raw("</span> <code>")
                    .text(o.name())
                    .raw("</code> ")
                    .raw(o.kind().id())
                    .raw(o.sensitive() ? " <span class=\"soft\">(sensitive)</span></li>\n" : "</li>\n"));
            out.raw("</ul>\n");
            more(plan.outputs().omitted());
            out.raw("</section>\n");
        }
    }

    private void checks() {
        if (plan.checks().total() > 0) {
            out.raw("<section>\n<h2>Checks</h2>\n<ul class=\"rows\">\n");
            for (Check check : plan.checks().items()) {
                out.raw("<li><span class=\"")
                        .raw(check.passed() ? "good" : check.status().equals("unknown") ? "warn" : "bad")
                        .raw("\">")
                        .text(check.status())
                        .raw("</span> <code>")
                        .text(check.address())
                        .raw("</code> ")
                        .text(check.said())
                        .raw("</li>\n");
            }
            out.raw("</ul>\n");
            more(plan.checks().omitted());
            out.raw("</section>\n");
        }
    }

    private void configuration() {
        PlanSummary.Configuration configuration = plan.configuration();
        if (configuration.providers().isEmpty()
                && configuration.modules().total() == 0
                && configuration.provisioners().total() == 0) {
            return;
        }
        out.raw("<section>\n<h2>Configuration</h2>\n");
        list(
                "provisioners, which execute code",
                configuration.provisioners().map(p -> p.type() + " of " + p.address()));
        list(
                "modules",
                configuration
                        .modules()
                        .map(m -> m.path() + " from " + m.source()
                                + (m.versionConstraint().isEmpty() ? "" : " " + m.versionConstraint())));
        List<String> providers = List.copyOf(configuration.providers());
        list("providers", new Bounded<>(providers, providers.size() + configuration.providersOmitted()));
        out.raw("</section>\n");
    }

    private void list(String title, Bounded<String> items) {
        if (items.total() > 0) {
            out.raw("<details><summary>")
                    .raw(Review.number(items.total()))
                    .raw(" ")
                    .raw(title)
                    .raw("</summary>\n<ul>\n");
            items.items().forEach(item -> out.raw("<li><code>").text(item).raw("</code></li>\n"));
            out.raw("</ul>\n");
            more(items.omitted());
            out.raw("</details>\n");
        }
    }

    private void footer() {
        out.raw("<footer>")
                .raw("plan content <code>")
                .text(plan.planJson().toString())
                .raw("</code>. Sensitive values are not shown.</footer>\n");
    }

    private void more(long count) {
        if (count > 0) {
            out.raw("<p class=\"soft\">... and ").raw(Review.number(count)).raw(" more</p>\n");
        }
    }
}
