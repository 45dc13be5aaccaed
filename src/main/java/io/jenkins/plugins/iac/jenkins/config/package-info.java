/** The catalog as Jenkins keeps and shows it: one document, edited by forms, as text, or as code. */
package io.jenkins.plugins.iac.jenkins.config;
