package io.jenkins.plugins.iac.jenkins.ui;

import io.jenkins.plugins.iac.run.BreakGlass;
import io.jenkins.plugins.iac.run.Run;

/** What a page shows of a break-glass run: texts only, as they were recorded; the page escapes them. */
public final class EmergencyView {
    private final Run run;
    private final boolean mayReview;

    private EmergencyView(Run run, boolean mayReview) {
        this.run = run;
        this.mayReview = mayReview;
    }

    /** Null for an ordinary run. */
    static EmergencyView of(Run run, boolean mayReview) {
        return BreakGlass.asked(run).isObject() ? new EmergencyView(run, mayReview) : null;
    }

    public String getId() {
        return run.id();
    }

    public String getBy() {
        return run.source().actor() == null ? "" : run.source().actor();
    }

    public String getReason() {
        return BreakGlass.asked(run).path("reason").asText();
    }

    /** Until when the apply must have begun. */
    public String getExpires() {
        return ReviewModel.seconds(BreakGlass.asked(run).path("expiresAt").asText());
    }

    public boolean isOver() {
        return run.end() != null;
    }

    /** Whether somebody still has to write the review. */
    public boolean isReviewOpen() {
        return BreakGlass.isReviewOpen(run);
    }

    public boolean isReviewed() {
        return BreakGlass.review(run).isObject();
    }

    public String getReviewedBy() {
        return BreakGlass.review(run).path("by").asText();
    }

    public String getReviewedAt() {
        return ReviewModel.seconds(BreakGlass.review(run).path("at").asText());
    }

    public String getReview() {
        return BreakGlass.review(run).path("text").asText();
    }

    /** Whether to show the form; who may write the review is judged when it is written. */
    public boolean isReviewable() {
        return mayReview && isOver() && isReviewOpen();
    }
}
