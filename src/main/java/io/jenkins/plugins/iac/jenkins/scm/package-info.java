/**
 * Where the code of a build comes from and who asked for it, from Jenkins' own records. What is not known for certain is
 * unknown, and unknown counts as a fork.
 */
package io.jenkins.plugins.iac.jenkins.scm;
