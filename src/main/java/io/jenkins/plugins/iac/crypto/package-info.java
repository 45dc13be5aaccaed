/** Keys with history, signatures, envelopes, authenticated encryption: thin, over what the Java platform brings. */
package io.jenkins.plugins.iac.crypto;
