package io.jenkins.plugins.iac.jenkins.dashboard;

import io.jenkins.plugins.iac.jenkins.queue.PoolUse;

/** Pools: what runs, what waits, and why. */
public final class PoolsPage extends DashboardPage {
    private final PoolChart chart;

    PoolsPage(Known known) {
        super(known);
        this.chart = PoolChart.of(known.catalog().orElse(null), PoolUse.now());
    }

    @Override
    public String title() {
        return Messages.PoolsPage_title();
    }

    public PoolChart chart() {
        return chart;
    }

    public String since(PoolUse.Use use) {
        return Texts.ago(use.since(), known().now());
    }
}
