package io.jenkins.plugins.iac.report;

/** Required approvals in words. */
final class Approvals {
    private Approvals() {}

    /** For example {@code sre-oncall: 1 of 2 from sre, platform; approved by carol}. */
    static String text(Review.Requirement one) {
        StringBuilder text = new StringBuilder(one.name())
                .append(": ")
                .append(Math.min(one.approvedBy().size(), one.count()))
                .append(" of ")
                .append(one.count());
        if (!one.teams().isEmpty()) {
            text.append(" from ").append(String.join(" or ", one.teams()));
        }
        if (!one.approvedBy().isEmpty()) {
            text.append("; approved by ").append(String.join(", ", one.approvedBy()));
        }
        return text.toString();
    }
}
