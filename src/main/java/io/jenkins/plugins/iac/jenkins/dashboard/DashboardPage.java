package io.jenkins.plugins.iac.jenkins.dashboard;

import java.util.List;

/**
 * A page of the dashboard, made for one request. What its view shows are methods that are no getters, so that none of
 * them is an address.
 */
public abstract class DashboardPage {
    private final Known known;

    DashboardPage(Known known) {
        this.known = known;
    }

    /** Headline. */
    public abstract String title();

    final Known known() {
        return known;
    }

    /** The pages in the side panel. */
    public final List<Link> links() {
        return List.of(
                new Link("", Messages.Dashboard_overview(), "symbol-speedometer-outline plugin-ionicons-api"),
                new Link("runs/", Messages.RunsPage_title(), "symbol-list-outline plugin-ionicons-api"),
                new Link("locks/", Messages.LocksPage_title(), "symbol-lock-closed-outline plugin-ionicons-api"),
                new Link("drift/", Messages.DriftPage_title(), "symbol-git-compare-outline plugin-ionicons-api"),
                new Link("pools/", Messages.PoolsPage_title(), "symbol-server-outline plugin-ionicons-api"),
                new Link("signing/", Messages.SigningPage_title(), "symbol-key-outline plugin-ionicons-api"));
    }

    /**
     * A link of the side panel.
     *
     * @param path from {@code /iac/}
     */
    public record Link(String path, String title, String icon) {}
}
