/**
 * Keeps credentials away from code of strangers, in four layers that do not lean on each other: credentials that refuse by
 * themselves, providers that are hidden, builds that run as nobody, steps that are vetoed with a reason.
 */
package io.jenkins.plugins.iac.jenkins.credentials;
