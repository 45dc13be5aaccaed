/**
 * The proof of what happened: a signed statement for each run, a Merkle log that nobody can cut or change unseen, and the
 * verifier that needs neither Jenkins nor a network. Values come in; nothing here knows how a run works.
 */
package io.jenkins.plugins.iac.evidence;
