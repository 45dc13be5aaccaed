package io.jenkins.plugins.iac.report;

/** Who must approve, who did, and what everybody said, as a section of the page. */
final class HtmlApprovals {
    private HtmlApprovals() {}

    /** Nothing where nothing must be approved and nobody said anything. */
    static void write(HtmlText out, Review review) {
        if (review.required().isEmpty() && review.votes().isEmpty()) {
            return;
        }
        out.raw("<section>\n");
        required(out, review);
        votes(out, review);
        out.raw("</section>\n");
    }

    private static void required(HtmlText out, Review review) {
        if (review.required().isEmpty()) {
            return;
        }
        out.raw("<h2>Approvals</h2>\n<table>\n<tr><th scope=\"col\">state</th><th scope=\"col\">requirement</th>")
                .raw("<th scope=\"col\">teams</th><th scope=\"col\">people</th></tr>\n");
        for (Review.Requirement one : review.required()) {
            out.raw(one.isMet() ? "<tr><td class=\"good\">given" : "<tr><td class=\"warn\"><b>open</b>")
                    .raw("</td><td>")
                    .text(one.name())
                    .raw("</td><td>")
                    .text(String.join(" or ", one.teams()))
                    .raw("</td><td>")
                    .text(one.approvedBy().size() + " of " + one.count()
                            + (one.approvedBy().isEmpty() ? "" : ": " + String.join(", ", one.approvedBy())))
                    .raw("</td></tr>\n");
        }
        out.raw("</table>\n");
    }

    private static void votes(HtmlText out, Review review) {
        if (review.votes().isEmpty()) {
            return;
        }
        out.raw("<h2>Votes</h2>\n<table>\n<tr><th scope=\"col\">who</th><th scope=\"col\">said</th>")
                .raw(
                        "<th scope=\"col\">when</th><th scope=\"col\">comment</th><th scope=\"col\">counts for</th></tr>\n");
        for (Review.Said one : review.votes()) {
            out.raw("<tr><td>")
                    .text(one.user())
                    .raw("</td><td>")
                    .text(one.decision())
                    .raw("</td><td>")
                    .text(one.at().toString())
                    .raw("</td><td>")
                    .text(one.comment())
                    .raw(one.isCounted() ? "</td><td class=\"good\">" : "</td><td class=\"bad\">nothing: ")
                    .text(one.counts())
                    .raw("</td></tr>\n");
        }
        out.raw("</table>\n");
    }
}
