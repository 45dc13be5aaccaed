/** What a platform team watches, in the text format of Prometheus. */
package io.jenkins.plugins.iac.jenkins.metrics;
