/**
 * Identity just in time: the issuer's keys and documents, the decision whether a run gets a token, the token itself, and
 * what each cloud's client reads. Claims come from the contract and the catalog, never from a build's environment.
 */
package io.jenkins.plugins.iac.identity;
