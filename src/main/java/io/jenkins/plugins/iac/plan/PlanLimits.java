package io.jenkins.plugins.iac.plan;

/**
 * How much of a plan is kept in memory. What is beyond is counted, never dropped in silence.
 *
 * @param details most entries of each list of details; twice as many changes, so that those that destroy have their own
 * @param addresses most addresses of destroyed objects
 * @param attributes most attributes shown of one change
 */
public record PlanLimits(int details, int addresses, int attributes) {
    /** For summaries: 10,000 details of each sort, 50,000 addresses, no attributes. Fits a heap of 64 MB. */
    public static final PlanLimits SUMMARY = new PlanLimits(10_000, 50_000, 0);
    /** For the review page: as {@link #SUMMARY}, with up to 50 attributes a change and 40,000 in all. */
    public static final PlanLimits REVIEW = new PlanLimits(10_000, 50_000, 50);

    public PlanLimits {
        if (details < 0 || addresses < 0 || attributes < 0) {
            throw new IllegalArgumentException("limits are not negative");
        }
    }
}
