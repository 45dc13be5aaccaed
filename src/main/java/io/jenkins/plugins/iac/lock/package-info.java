/**
 * Who may change what, and who goes first: freezes, locks with owners and fencing tokens as the journal tells them, and
 * the order of runs that wait. Decisions are values; only {@link io.jenkins.plugins.iac.lock.LockBook} writes.
 */
package io.jenkins.plugins.iac.lock;
