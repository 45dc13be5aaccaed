/** The issuer of this controller: its URL, its keys, and the two documents that clouds fetch. */
package io.jenkins.plugins.iac.jenkins.oidc;
