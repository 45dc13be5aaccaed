/**
 * What happened, before it happens: append-only records, synced one by one, replayed at start. One writer at a time, held
 * by a lock of the operating system and a fencing token; any number of readers.
 */
package io.jenkins.plugins.iac.journal;
