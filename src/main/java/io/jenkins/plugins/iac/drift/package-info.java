/**
 * What became of infrastructure without us: what kind of drift it is, what is suppressed and by whom, and when which stack
 * is looked at next. Decisions over values; nothing here changes or starts anything.
 */
package io.jenkins.plugins.iac.drift;
