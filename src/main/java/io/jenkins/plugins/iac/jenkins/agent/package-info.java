/** What happens on agents: the worker's libraries, its process, and the small calls around it. */
package io.jenkins.plugins.iac.jenkins.agent;
