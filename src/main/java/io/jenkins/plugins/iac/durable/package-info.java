/** Files that survive a power cut and a full disk, whole or not at all, and a lock on a directory. */
package io.jenkins.plugins.iac.durable;
