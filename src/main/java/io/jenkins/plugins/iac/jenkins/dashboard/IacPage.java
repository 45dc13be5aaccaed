package io.jenkins.plugins.iac.jenkins.dashboard;

import hudson.ExtensionPoint;

/**
 * Something of its own below {@code /iac}. The extension itself is the object to which the URL is bound: what it has of
 * views and {@code do} methods is reachable at {@code /iac/NAME/}.
 *
 * <p>A page that is not open is reached by those only who may see the dashboard. An open one is reached by anybody,
 * without an account and without {@code Overall/Read}: whatever of it is not for everybody it checks itself. Nothing
 * else below {@code /iac} becomes reachable by way of an open page.
 */
public interface IacPage extends ExtensionPoint {
    /** The one segment of the URL, such as {@code oidc}; letters, digits and {@code -}, unlike that of any other page. */
    String urlName();

    /** Whether anybody may reach it. */
    boolean isOpen();
}
