/**
 * The words of the domain as immutable values. Nothing here decides, reads a file or knows a host; every other package
 * may use it.
 */
package io.jenkins.plugins.iac.model;
