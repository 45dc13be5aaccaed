/** The review page of a build. */
package io.jenkins.plugins.iac.jenkins.ui;
