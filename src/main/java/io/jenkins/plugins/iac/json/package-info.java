/** The one JSON mapper, the canonical form, and the limits on what is read. */
package io.jenkins.plugins.iac.json;
