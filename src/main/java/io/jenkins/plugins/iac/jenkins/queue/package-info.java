/**
 * Agents of a pool take only what holds a grant for the pool. Everything here that the queue calls runs under its lock: a
 * few lookups in memory, no file, no network.
 */
package io.jenkins.plugins.iac.jenkins.queue;
