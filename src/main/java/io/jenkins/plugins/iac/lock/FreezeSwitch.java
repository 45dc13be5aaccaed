package io.jenkins.plugins.iac.lock;

import java.time.Instant;

/**
 * A freeze that somebody switched on, everywhere or for an environment. It ends when somebody switches it off.
 *
 * @param by who did
 */
public record FreezeSwitch(LockScope scope, String by, Instant since, String reason) {}
