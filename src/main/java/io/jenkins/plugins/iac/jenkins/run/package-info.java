/** The engine inside Jenkins: where its state lives, which runs a build has, what is archived. */
package io.jenkins.plugins.iac.jenkins.run;
