/** What a person reads of a plan: a page, a comment on a pull request, lines on a console. Values in, text out. */
package io.jenkins.plugins.iac.report;
