/**
 * The run itself: its lifecycle, its contract's terms, the door that an apply passes, its evidence. The one place where
 * the other packages meet. Hosts drive it; it decides.
 */
package io.jenkins.plugins.iac.run;
