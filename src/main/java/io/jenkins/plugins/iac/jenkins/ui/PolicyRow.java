package io.jenkins.plugins.iac.jenkins.ui;

/** A line of the table of policies on the review page. */
public record PolicyRow(String name, String point, String level, boolean passed, String reason, String override) {
    public String getName() {
        return name;
    }

    public String getPoint() {
        return point;
    }

    public String getLevel() {
        return level;
    }

    public boolean isPassed() {
        return passed;
    }

    public String getReason() {
        return reason;
    }

    /** Who overrode it and why, or empty. */
    public String getOverride() {
        return override;
    }
}
