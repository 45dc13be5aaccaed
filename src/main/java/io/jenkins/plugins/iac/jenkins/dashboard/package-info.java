/** What lies below {@code /iac}: the dashboard, and pages that other parts of the plugin put there. */
package io.jenkins.plugins.iac.jenkins.dashboard;
